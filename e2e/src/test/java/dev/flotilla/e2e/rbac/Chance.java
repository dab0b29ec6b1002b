package dev.flotilla.e2e.rbac;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Choices that a seed determines. */
record Chance(SplittableRandom random) {
    static Chance of(long seed) {
        return new Chance(new SplittableRandom(seed));
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Some of them, in their order; at least one. */
    <T> List<T> some(List<T> of, int max) {
        List<T> rest = new ArrayList<>(of);
        int left = 1 + random.nextInt(Math.min(max, of.size()));
        while (rest.size() > left) {
            rest.remove(random.nextInt(rest.size()));
        }
        return rest;
    }
}
