package dev.flotilla.cli.bench.place;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.cli.place.FleetGenerator;
import dev.flotilla.cli.place.FleetShape;
import dev.flotilla.placement.cluster.FleetView;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The fleet that everything here is measured over. */
final class GeneratedFleet {
    static final long SEED = 7;
    private static final int CLUSTERS_PER_REGION = 20;

    private GeneratedFleet() {}

    static List<ObjectNode> objects(int clusters) {
        int regions = Math.max(2, clusters / CLUSTERS_PER_REGION);
        FleetShape shape = FleetShape.parse("clusters=" + clusters + ",regions=" + regions);
        return new FleetGenerator(shape, SEED).clusters().toList();
    }

    /** The same as a hub holds them. */
    static StateTable table(int clusters) {
        StateTable table = StateTable.EMPTY;
        long version = 1;
        for (ObjectNode object : objects(clusters)) {
            ObjectKey key = new ObjectKey(
                    FleetView.CLUSTERS, "", object.path("metadata").path("name").asString(""));
            table = table.put(StoredObject.of(key, version++, ObjectJson.encode(object)));
        }
        return table;
    }
}
