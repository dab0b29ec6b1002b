package dev.flotilla.api.store;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which changes a table came to be what it is: a step for each, of which the last {@value #KEPT} to twice as many
 * are remembered. Steps of one table may be shared by several that went on from it; a table that has forgotten a step
 * makes the others forget it, too. Safe to share between threads.
 */
final class Trail {
    static final int KEPT = 1024;
    static final Trail ROOT = new Trail();

    private final long number;
    private final @Nullable ObjectKey key;
    private final Trail milestone;
    private volatile @Nullable Trail before;
    private volatile @Nullable Trail milestoneBefore;

    private Trail() {
        this.number = 0;
        this.key = null;
        this.milestone = this;
    }

    private Trail(ObjectKey key, Trail before) {
        this.number = before.number + 1;
        this.key = key;
        this.before = before;
        if (number % KEPT == 0) {
            this.milestone = this;
            this.milestoneBefore = before.milestone;
            Trail old = before.milestone.milestoneBefore;
            if (old != null) {
                old.before = null;
                old.milestoneBefore = null;
            }
        } else {
            this.milestone = before.milestone;
        }
    }

    Trail then(ObjectKey changed) {
        return new Trail(changed, this);
    }

    /**
     * The keys of the steps that lie between two, over the last step that both of them came from; empty if that is not
     * remembered.
     */
    static Optional<Set<ObjectKey>> between(Trail one, Trail two) {
        Set<ObjectKey> keys = new HashSet<>();
        @Nullable Trail left = one;
        @Nullable Trail right = two;
        while (left != null && right != null && left != right) {
            if (left.number >= right.number) {
                left = left.back(keys);
            } else {
                right = right.back(keys);
            }
        }
        return left == right ? Optional.of(keys) : Optional.empty();
    }

    /** One step back, of which the key is noted; null if it is forgotten, or there is none. */
    private @Nullable Trail back(Set<ObjectKey> keys) {
        if (key != null) {
            keys.add(key);
        }
        return before;
    }
}
