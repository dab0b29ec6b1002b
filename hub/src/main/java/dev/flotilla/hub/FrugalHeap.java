package dev.flotilla.hub;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

/**
 * Keeps a small hub's heap near what lives in it. The serial collector fills the whole heap that it may have before it
 * looks for garbage among what is old; this asks it to look as soon as that has grown by a third. So the heap's bound
 * can be generous without being used. Other collectors see to this themselves and are left alone.
 */
final class FrugalHeap implements AutoCloseable {
    private static final String SERIAL_OLD_GENERATION = "Tenured Gen";
    private static final long GROWTH_BYTES_MIN = 16L << 20;

    private final MemoryPoolMXBean old;
    private final NotificationListener listener = this::onNotification;

    private FrugalHeap(MemoryPoolMXBean old) {
        this.old = old;
    }

    /** Nothing under collectors that need no help. */
    static Optional<FrugalHeap> start() {
        Optional<FrugalHeap> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(SERIAL_OLD_GENERATION))
                .findFirst()
                .map(FrugalHeap::new);
        heap.ifPresent(FrugalHeap::listen);
        return heap;
    }

    /** What the old generation may grow to before it is looked through. */
    static long threshold(long livingBytes) {
        return livingBytes + Math.max(GROWTH_BYTES_MIN, livingBytes / 3);
    }

    private void listen() {
        emitter().addNotificationListener(listener, null, null);
        expect(old.getUsage().getUsed());
    }

    private void onNotification(Notification notification, Object unused) {
        if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
            System.gc();
            expect(old.getUsage().getUsed());
        }
    }

    /** At the heap's bound the collector looks by itself. */
    private void expect(long livingBytes) {
        long threshold = threshold(livingBytes);
        old.setUsageThreshold(threshold < old.getUsage().getMax() ? threshold : 0);
    }

    private static NotificationEmitter emitter() {
        return (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    }

    @Override
    public void close() {
        old.setUsageThreshold(0);
        try {
            emitter().removeNotificationListener(listener);
        } catch (ListenerNotFoundException gone) {
            // There is nothing to remove then.
        }
    }
}
