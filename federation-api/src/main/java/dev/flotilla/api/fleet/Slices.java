package dev.flotilla.api.fleet;

import dev.flotilla.api.store.ObjectKey;

/** How keys are cut into slices: the same on every node and in every version, for a slice is what nodes divide. */
public final class Slices {
    public static final int COUNT = 64;

    private Slices() {}

    /** From 0 to {@code COUNT - 1}. */
    public static int of(ObjectKey key) {
        int hash = key.path().hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), COUNT);
    }
}
