package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FrugalHeapTest {
    private static final long MIB = 1L << 20;

    @Test
    void looksForGarbageWhenTheOldHaveGrownByAThird() {
        assertThat(FrugalHeap.threshold(300 * MIB)).isEqualTo(400 * MIB);
    }

    @Test
    void leavesRoomInASmallHeap() {
        assertThat(FrugalHeap.threshold(0)).isEqualTo(16 * MIB);
        assertThat(FrugalHeap.threshold(30 * MIB)).isEqualTo(46 * MIB);
    }

    @Test
    void standsAsideUnderCollectorsThatSeeToIt() {
        boolean serial = ManagementFactory.getMemoryPoolMXBeans().stream()
                .anyMatch(pool -> pool.getName().equals("Tenured Gen"));

        Optional<FrugalHeap> heap = FrugalHeap.start();

        assertThat(heap.isPresent()).isEqualTo(serial);
        heap.ifPresent(FrugalHeap::close);
    }
}
