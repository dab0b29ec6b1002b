package dev.flotilla.e2e.differential;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded choices. */
record Chance(SplittableRandom random) {
    Chance(long seed) {
        this(new SplittableRandom(seed));
    }

    boolean percent(int likely) {
        return random.nextInt(100) < likely;
    }

    /** @param bound exclusive */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
