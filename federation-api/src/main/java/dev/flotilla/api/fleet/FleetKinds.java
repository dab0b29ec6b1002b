package dev.flotilla.api.fleet;

import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Optional;

/** The kinds of this package. */
public final class FleetKinds {
    public static final String GROUP = "fleet.flotilla.dev";
    public static final String VERSION = "v1alpha1";
    public static final GroupResource ASSIGNMENTS = new GroupResource(GROUP, "sliceassignments");
    public static final GroupResource NODES = new GroupResource(GROUP, "hubnodes");
    public static final String ASSIGNMENT = "SliceAssignment";
    public static final String NODE = "HubNode";

    private FleetKinds() {}

    public static List<Kind> kinds() {
        return List.of(
                new Kind(
                        GROUP,
                        VERSION,
                        ASSIGNMENT,
                        ASSIGNMENTS.resource(),
                        false,
                        List.of(),
                        List.of(
                                Kind.column("EPOCH", ".spec.epoch"),
                                Kind.column("NODES", ".spec.holdings[*].node"),
                                Kind.AGE),
                        SliceAssignmentSpec.class,
                        Optional.empty()),
                new Kind(
                        GROUP,
                        VERSION,
                        NODE,
                        NODES.resource(),
                        false,
                        List.of(),
                        List.of(
                                Kind.column("ADDRESS", ".spec.address"),
                                Kind.column("REGION", ".spec.region"),
                                Kind.column("ZONE", ".spec.zone"),
                                Kind.AGE),
                        HubNodeSpec.class,
                        Optional.empty()));
    }
}
