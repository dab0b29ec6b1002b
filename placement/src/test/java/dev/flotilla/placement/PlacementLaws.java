package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Tries laws on random questions over random fleets of up to 400 clusters. */
final class PlacementLaws {
    private static final int SEEDS = 400;

    private PlacementLaws() {}

    /** What is asked of each random question; the seed is told with a failure. */
    static void always(Consumer<RandomQuestion> law) {
        when(_ -> true, law);
    }

    static void when(Predicate<RandomQuestion> applies, Consumer<RandomQuestion> law) {
        long tried = LongStream.range(0, SEEDS)
                .mapToObj(RandomQuestion::of)
                .filter(applies)
                .peek(question -> {
                    try {
                        law.accept(question);
                    } catch (AssertionError broken) {
                        throw new AssertionError("seed " + question.seed() + ": " + broken.getMessage(), broken);
                    }
                })
                .count();
        assertThat(tried).as("questions the law was tried on").isGreaterThan(SEEDS / 20);
    }

    static Map<String, Integer> decided(RandomQuestion question) {
        return Fleets.replicas(question.decide());
    }
}
