package dev.flotilla.placement.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.policy.PropagationSpec;
import dev.flotilla.api.policy.ResourceSelector;
import dev.flotilla.api.selector.LabelSelector;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.defaults.PlacementDefaults;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A PropagationPolicy or ClusterPropagationPolicy, read once for each of its versions.
 *
 * @param permanentId what claims name it by
 * @param writtenAt its resourceVersion
 * @param tree its spec as written; shared, and never to be changed
 * @param hints what it asks beyond its spec, with what the hub asks of every policy; empty for nothing
 */
public record Policy(
        ObjectKey key,
        String permanentId,
        long writtenAt,
        boolean terminating,
        PropagationSpec spec,
        ObjectNode tree,
        String hints,
        PlacementRules rules) {
    public static final GroupResource POLICIES = new GroupResource("policy.karmada.io", "propagationpolicies");
    public static final GroupResource CLUSTER_POLICIES =
            new GroupResource("policy.karmada.io", "clusterpropagationpolicies");

    private static final int BY_KIND = 1;
    private static final int BY_LABELS = 2;
    private static final int BY_NAME = 3;

    /** One kind of template that a policy names. */
    public record Kind(String apiVersion, String kind) {}

    /** By itself, whatever the hub asks of every policy. */
    public static Policy of(StoredObject object) {
        return of(object, PlacementDefaults.NONE);
    }

    static Policy of(StoredObject object, PlacementDefaults defaults) {
        ObjectNode whole = object.tree();
        ObjectNode tree = whole.path("spec") instanceof ObjectNode fields ? fields : whole.objectNode();
        boolean clusterWide = object.key().resource().equals(CLUSTER_POLICIES);
        String hints = defaults.hints(whole.path("metadata")
                .path("annotations")
                .path(Marks.SCHEDULING)
                .asString(""));
        String label = clusterWide ? Marks.CLUSTER_POLICY_ID : Marks.POLICY_ID;
        return new Policy(
                object.key(),
                object.head().labels().getOrDefault(label, object.head().uid()),
                object.resourceVersion(),
                object.head().terminating(),
                RecordJson.read(tree, PropagationSpec.class),
                tree,
                hints,
                PlacementReader.read(tree.path("placement"), hints));
    }

    /** Whether it is a ClusterPropagationPolicy. */
    public boolean clusterWide() {
        return key.resource().equals(CLUSTER_POLICIES);
    }

    public Stream<Kind> kinds() {
        return spec.resourceSelectors().stream()
                .map(selector -> new Kind(selector.apiVersion(), selector.kind()))
                .distinct();
    }

    public boolean matches(Template template) {
        return specificity(template) > 0;
    }

    /** Whether it selects the template, or has claimed it. */
    public boolean concerns(Template template) {
        return matches(template) || template.claim().equals(permanentId);
    }

    /** Whether it cannot take effect without this object: an override policy, or a PriorityClass. */
    public boolean waitsFor(ObjectKey needed) {
        return needed.resource().resource().equals("priorityclasses")
                ? priorityClass().equals(needed.name())
                : spec.dependentOverrides().contains(needed.name());
    }

    /** The PriorityClass it borrows its workloads' priority from; empty if none. */
    public String priorityClass() {
        PropagationSpec.@Nullable SchedulePriority priority = spec.schedulePriority();
        return priority == null ? "" : priority.priorityClassName();
    }

    /** How specifically it selects the template: by name 3, by labels 2, by kind 1; 0 if it does not. */
    int specificity(Template template) {
        boolean reaches = clusterWide() || key.namespace().equals(template.key().namespace());
        if (terminating || !reaches) {
            return 0;
        }
        int best = 0;
        for (ResourceSelector selector : spec.resourceSelectors()) {
            best = Math.max(best, specificity(selector, template));
        }
        return best;
    }

    /** As in {@code it selects by name}. */
    String selectsBy(Template template) {
        return switch (specificity(template)) {
            case BY_NAME -> "by name";
            case BY_LABELS -> "by labels";
            default -> "by kind";
        };
    }

    private static int specificity(ResourceSelector selector, Template template) {
        boolean inScope = selector.apiVersion().equals(template.apiVersion())
                && selector.kind().equals(template.kind())
                && (selector.namespace().isEmpty()
                        || selector.namespace().equals(template.key().namespace()));
        if (!inScope) {
            return 0;
        }
        if (!selector.name().isEmpty()) {
            return selector.name().equals(template.key().name()) ? BY_NAME : 0;
        }
        @Nullable LabelSelector labels = selector.labelSelector();
        if (labels == null) {
            return BY_KIND;
        }
        return labels.matches(template.labels()) ? BY_LABELS : 0;
    }

    /** As messages name it. */
    public String display() {
        return clusterWide()
                ? "ClusterPropagationPolicy " + key.name()
                : "PropagationPolicy " + key.namespace() + "/" + key.name();
    }
}
