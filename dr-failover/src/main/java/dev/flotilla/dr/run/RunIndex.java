package dev.flotilla.dr.run;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Folded;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps up what a run over some clusters has to look at: each binding is judged once for each of its versions, and a
 * snapshot costs as much as has changed. Safe to share between threads.
 */
final class RunIndex {
    private final Set<String> lost;
    private final Folded<RunLook.Seen, RunLook.Part> namespaced;
    private final Folded<RunLook.Seen, RunLook.Part> clusterWide;

    /**
     * @param lost the clusters that the run is about
     * @param read a pure function
     */
    RunIndex(Set<String> lost, Function<StoredObject, RunWorkload> read) {
        this.lost = Set.copyOf(lost);
        this.namespaced = folded(BindingKinds.RESOURCE_BINDING, read);
        this.clusterWide = folded(BindingKinds.CLUSTER_RESOURCE_BINDING, read);
    }

    private Folded<RunLook.Seen, RunLook.Part> folded(
            GroupResource resource, Function<StoredObject, RunWorkload> read) {
        return new Folded<>(resource, binding -> seen(read.apply(binding)), RunLook.Sum.OF_BINDINGS);
    }

    RunLook at(Snapshot snapshot) {
        return new RunLook(namespaced.at(snapshot), clusterWide.at(snapshot));
    }

    private RunLook.Seen seen(RunWorkload workload) {
        boolean runs = workload.runs();
        return new RunLook.Seen(
                workload,
                runs && workload.isIn(lost),
                workload.moved()
                        .filter(record -> record.from().stream().anyMatch(lost::contains))
                        .isPresent(),
                runs && workload.missing(_ -> true).isPresent(),
                runs && !staysLost(workload) && workload.missing(this::outside).isPresent(),
                runs && !workload.spec().removing().isEmpty());
    }

    private boolean outside(String cluster) {
        return !lost.contains(cluster);
    }

    /** Meant for lost clusters alone, and to stay so: there is nowhere else it may be. */
    private boolean staysLost(RunWorkload workload) {
        return !workload.bound().movable() && workload.targets().noneMatch(this::outside);
    }
}
