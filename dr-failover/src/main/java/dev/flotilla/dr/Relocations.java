package dev.flotilla.dr;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.binding.Relocation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks placement where the workloads of one fleet can go. What was asked of the same fleet the last time is not asked
 * again; what was not asked then is forgotten.
 */
final class Relocations implements EvictionPlan.Places {
    static final Relocations NONE = new Relocations(ClusterSnapshot.EMPTY, Map.of());

    private final ClusterSnapshot fleet;
    private final Map<Wanted, Relocation> before;
    private final Map<Wanted, Relocation> asked = new ConcurrentHashMap<>();

    private record Wanted(ObjectKey binding, long resourceVersion, Set<String> without) {}

    private Relocations(ClusterSnapshot fleet, Map<Wanted, Relocation> before) {
        this.fleet = fleet;
        this.before = before;
    }

    /** For the next decision, with what is known by this one. */
    @SuppressWarnings("ReferenceEquality") // the very same fleet, as FleetView promises
    Relocations over(ClusterSnapshot now) {
        return new Relocations(now, now == fleet ? asked : Map.of());
    }

    Relocation of(BoundWorkload workload, Set<String> without) {
        Wanted wanted = new Wanted(workload.binding().key(), workload.binding().resourceVersion(), without);
        return asked.computeIfAbsent(
                wanted,
                _ -> Optional.ofNullable(before.get(wanted))
                        .orElseGet(() -> Relocation.of(fleet, workload.bound(), without)));
    }

    @Override
    public Optional<Relocation> without(BoundWorkload workload, Set<String> clusters) {
        return Optional.of(of(workload, clusters)).filter(Relocation::found);
    }
}
