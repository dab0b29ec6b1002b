package dev.flotilla.api.fleet;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * As it is stored: what each node holds, grouped by when it got it.
 *
 * @param epoch rises with each assignment
 */
public record SliceAssignmentSpec(
        @Rule(required = true, min = 1) long epoch,
        @Rule(required = true) List<Holding> holdings) {

    /** @param since the epoch in which the node got these slices */
    public record Holding(
            @Rule(required = true) String node,
            @Rule(required = true, min = 1) long since,
            @Rule(required = true) List<Integer> slices) {
        public Holding {
            slices = List.copyOf(slices);
        }
    }

    public SliceAssignmentSpec {
        holdings = List.copyOf(holdings);
    }

    static SliceAssignmentSpec of(JsonNode assignment) {
        return RecordJson.read(assignment.path("spec"), SliceAssignmentSpec.class);
    }
}
