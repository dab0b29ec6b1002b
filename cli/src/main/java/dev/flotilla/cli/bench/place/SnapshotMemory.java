package dev.flotilla.cli.bench.place;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.cli.bench.BenchReport.Result;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.cluster.FleetView;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** What a fleet and its bindings take of the heap, after a collection of all garbage. */
final class SnapshotMemory {
    private static final int CLUSTERS = 1000;
    private static final int BINDINGS = 100_000;
    private static final int FEW = 20;
    private static final int COLLECTIONS = 3;
    private static final double MIB = 1 << 20;

    private final List<Object> held = new ArrayList<>();

    List<Result> measure() {
        System.err.println("memory: " + CLUSTERS + " clusters, " + BINDINGS + " bindings");
        List<Result> results = new ArrayList<>();
        forgetWhatIsGone();
        Measured<StateTable> clusters = measured(() -> GeneratedFleet.table(CLUSTERS));
        results.add(new Result("clusterObjectsMiB." + CLUSTERS, clusters.mebibytes(), "MiB"));
        FleetView view = new FleetView();
        Measured<ClusterSnapshot> fleet = measured(() -> view.at(clusters.value()));
        results.add(new Result("fleetSnapshotMiB." + CLUSTERS, fleet.mebibytes(), "MiB"));
        ObjectNode example = ExampleBinding.make();
        Measured<Snapshot> bindings = measured(() -> bindings(example));
        results.add(new Result("bindingBytes", ObjectJson.encode(example).length, "B"));
        results.add(new Result("bindingsMiB." + BINDINGS, bindings.mebibytes(), "MiB"));
        held.clear();
        return results;
    }

    /** What was remembered of fleets that are gone is let go of when the next one is read. */
    private static void forgetWhatIsGone() {
        used();
        new FleetView().at(GeneratedFleet.table(FEW));
    }

    private record Measured<T>(T value, double mebibytes) {}

    private <T> Measured<T> measured(Supplier<T> made) {
        long before = used();
        T value = made.get();
        held.add(value);
        return new Measured<>(value, (used() - before) / MIB);
    }

    private static Snapshot bindings(ObjectNode example) {
        StateTable table = StateTable.EMPTY;
        for (int number = 0; number < BINDINGS; number++) {
            ObjectNode binding = example.deepCopy();
            String name = "web-" + number + "-deployment";
            binding.withObject("/metadata").put("name", name);
            ObjectKey key = new ObjectKey(BindingKinds.RESOURCE_BINDING, "bench", name);
            table = table.put(StoredObject.of(key, number + 1L, ObjectJson.encode(binding)));
        }
        return table;
    }

    private static long used() {
        for (int time = 0; time < COLLECTIONS; time++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
