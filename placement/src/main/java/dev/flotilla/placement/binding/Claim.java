package dev.flotilla.placement.binding;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.placement.policy.Policy;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The marks by which a template and its binding name the policy they belong to. */
final class Claim {
    private static final List<String> LABELS = List.of(Marks.POLICY_ID, Marks.CLUSTER_POLICY_ID);
    private static final List<String> ANNOTATIONS =
            List.of(Marks.POLICY_NAMESPACE, Marks.POLICY_NAME, Marks.CLUSTER_POLICY_NAME);

    private Claim() {}

    /** Makes the metadata name this policy and no other; none if there is none. */
    static void write(Optional<Policy> policy, ObjectNode metadata) {
        metadata.withObjectProperty("labels").remove(LABELS);
        metadata.withObjectProperty("annotations").remove(ANNOTATIONS);
        policy.ifPresent(by -> claim(by, metadata));
        for (String field : List.of("labels", "annotations")) {
            if (metadata.path(field).isEmpty()) {
                metadata.remove(field);
            }
        }
    }

    private static void claim(Policy policy, ObjectNode metadata) {
        ObjectNode labels = metadata.withObjectProperty("labels");
        ObjectNode annotations = metadata.withObjectProperty("annotations");
        if (policy.clusterWide()) {
            labels.put(Marks.CLUSTER_POLICY_ID, policy.permanentId());
            annotations.put(Marks.CLUSTER_POLICY_NAME, policy.key().name());
        } else {
            labels.put(Marks.POLICY_ID, policy.permanentId());
            annotations.put(Marks.POLICY_NAMESPACE, policy.key().namespace());
            annotations.put(Marks.POLICY_NAME, policy.key().name());
        }
    }
}
