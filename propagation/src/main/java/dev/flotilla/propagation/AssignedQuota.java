package dev.flotilla.propagation;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.policy.FederatedResourceQuotaSpec;
import dev.flotilla.api.policy.FederatedResourceQuotaSpec.StaticAssignment;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.work.ObjectReference;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a member holds of a FederatedResourceQuota: a ResourceQuota of the same name, with the share that is assigned to
 * the cluster. It is the one kind whose copies are of another kind than the template.
 */
final class AssignedQuota {
    private static final String API_VERSION = "policy.karmada.io/v1alpha1";
    private static final String TEMPLATE_KIND = "FederatedResourceQuota";
    private static final String KIND = "ResourceQuota";

    private AssignedQuota() {}

    static boolean isBound(ObjectReference bound) {
        return bound.kind().equals(TEMPLATE_KIND) && bound.apiVersion().equals(API_VERSION);
    }

    /** The kind of what members hold for a binding. */
    static String copyKind(ObjectReference bound) {
        return isBound(bound) ? KIND : bound.kind();
    }

    /** The type of what members hold for a binding; empty if the hub does not know it. */
    static Optional<ResourceType> copyType(ResourceCatalog catalog, ObjectReference bound) {
        return isBound(bound) ? catalog.forKind("v1", KIND) : catalog.forKind(bound.apiVersion(), bound.kind());
    }

    static boolean assigns(JsonNode template, String cluster) {
        return assignment(template, cluster).isPresent();
    }

    private static Optional<StaticAssignment> assignment(JsonNode template, String cluster) {
        return FederatedResourceQuotaSpec.of(template).staticAssignments().stream()
                .filter(each -> each.clusterName().equals(cluster))
                .findFirst();
    }

    /** A fresh tree; without limits if the cluster is assigned none. */
    static ObjectNode manifest(JsonNode template, String cluster) {
        String namespace = template.path("metadata").path("namespace").asString("");
        String name = template.path("metadata").path("name").asString("");
        ObjectNode quota = ObjectJson.mapper().createObjectNode();
        quota.put("apiVersion", "v1").put("kind", KIND);
        ObjectNode metadata = quota.putObject("metadata").put("name", name).put("namespace", namespace);
        metadata.putObject("labels").put(Marks.QUOTA_NAMESPACE, namespace).put(Marks.QUOTA_NAME, name);
        ObjectNode hard = quota.putObject("spec").putObject("hard");
        assignment(template, cluster).ifPresent(share -> new TreeMap<>(share.hard()).forEach(hard::put));
        return quota;
    }
}
