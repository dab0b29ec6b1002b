package dev.flotilla.propagation.actor;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.propagation.Copy;
import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one member is known to hold of ours: a copy for each binding, kept up by following its kinds. A kind counts as
 * known from its first list on. Not thread-safe.
 */
final class MemberView {
    private final Map<ObjectKey, Copy> byBinding = new HashMap<>();
    private final Map<MemberTarget, ObjectKey> byTarget = new HashMap<>();
    private final Map<ObjectKey, Integer> verifiedShape = new HashMap<>();
    private final Set<ObjectKey> drifted = new HashSet<>();
    private final Set<MemberKind> known = new HashSet<>();

    boolean knows(MemberKind kind) {
        return known.contains(kind);
    }

    Set<MemberKind> kinds() {
        return Set.copyOf(known);
    }

    Optional<Copy> copy(ObjectKey binding) {
        return Optional.ofNullable(byBinding.get(binding));
    }

    /** Whether the copy has another shape than it was last found right with. */
    boolean unverified(ObjectKey binding) {
        Copy copy = byBinding.get(binding);
        Integer shape = verifiedShape.get(binding);
        return copy != null && (shape == null || shape != copy.shape());
    }

    void verified(ObjectKey binding, Copy copy) {
        verifiedShape.put(binding, copy.shape());
        drifted.remove(binding);
    }

    void foundDrifted(ObjectKey binding) {
        drifted.add(binding);
    }

    boolean drifted(ObjectKey binding) {
        return drifted.contains(binding);
    }

    /**
     * Takes in one object, unless something newer is known already.
     *
     * @return the binding it belongs to; empty if it names none, or is old news
     */
    Optional<ObjectKey> put(Copy copy) {
        Optional<ObjectKey> binding = copy.binding().filter(key -> {
            Copy known = byBinding.get(key);
            return known == null || !copy.isOlderThan(known);
        });
        binding.ifPresent(key -> {
            byBinding.put(key, copy);
            byTarget.put(copy.target(), key);
        });
        return binding;
    }

    Optional<ObjectKey> remove(MemberTarget target) {
        ObjectKey binding = byTarget.remove(target);
        if (binding != null) {
            byBinding.remove(binding);
            verifiedShape.remove(binding);
            drifted.remove(binding);
        }
        return Optional.ofNullable(binding);
    }

    /**
     * Takes a list as all there is of a kind.
     *
     * @return bindings whose copies are no longer there
     */
    Set<ObjectKey> replace(MemberKind kind, List<Copy> copies) {
        known.add(kind);
        Set<MemberTarget> there = new HashSet<>();
        copies.forEach(copy -> there.add(copy.target()));
        Set<ObjectKey> gone = new HashSet<>();
        for (MemberTarget target : List.copyOf(byTarget.keySet())) {
            if (target.kind().equals(kind) && !there.contains(target)) {
                remove(target).ifPresent(gone::add);
            }
        }
        return gone;
    }

    Set<ObjectKey> bindings() {
        return Set.copyOf(byBinding.keySet());
    }
}
