package dev.flotilla.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void letsABurstThroughAndThenTheRate() {
        Rates rates = new Rates(10, 20);

        assertThat(IntStream.range(0, 30).filter(_ -> rates.take("bob", 0)).count())
                .isEqualTo(20);
        assertThat(IntStream.range(0, 30).filter(_ -> rates.take("bob", SECOND)).count())
                .isEqualTo(10);
        assertThat(rates.take("carol", SECOND)).isTrue();
    }

    @Test
    void withoutARateEverythingPasses() {
        Rates rates = new Rates(0, 0);

        assertThat(IntStream.range(0, 1000).allMatch(_ -> rates.take("bob", 0))).isTrue();
    }
}
