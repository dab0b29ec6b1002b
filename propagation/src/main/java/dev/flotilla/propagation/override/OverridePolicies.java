package dev.flotilla.propagation.override;

import dev.flotilla.api.policy.OverrideSpec;
import dev.flotilla.api.policy.Overriders;
import dev.flotilla.api.policy.Overriders.CommandArgsOverrider;
import dev.flotilla.api.policy.Overriders.FieldOverrider;
import dev.flotilla.api.policy.Overriders.ImageOverrider;
import dev.flotilla.api.policy.Overriders.MapOverrider;
import dev.flotilla.api.policy.Overriders.PlaintextOverrider;
import dev.flotilla.api.policy.ResourceSelector;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.selector.LabelSelector;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes a manifest for one cluster as the override policies say that are for it: all cluster-scoped ones first, then
 * those of its namespace; the less specific before the more specific, which so has the last word, and otherwise by
 * name.
 */
public final class OverridePolicies {
    public static final GroupResource NAMESPACED = new GroupResource("policy.karmada.io", "overridepolicies");
    public static final GroupResource CLUSTER = new GroupResource("policy.karmada.io", "clusteroverridepolicies");

    private OverridePolicies() {}

    /**
     * @param policies that changed something for this cluster, by name in the order they were carried out
     * @param newestVersion among all policies that did; 0 if none did
     */
    public record Overridden(
            ObjectNode manifest, List<String> policies, List<String> clusterPolicies, long newestVersion) {
        public Overridden {
            policies = List.copyOf(policies);
            clusterPolicies = List.copyOf(clusterPolicies);
        }
    }

    private enum Specificity {
        KIND,
        LABELS,
        NAME
    }

    private record Matching(StoredObject policy, OverrideSpec spec, Specificity specificity) {}

    /** @param manifest belongs to the caller, and may be changed or returned */
    public static Overridden apply(
            Snapshot snapshot, StoredObject template, ClusterIdentity cluster, ObjectNode manifest)
            throws OverrideException {
        Overridden overridden = new Overridden(manifest, List.of(), List.of(), 0);
        for (Matching matching : matching(snapshot.list(CLUSTER), template)) {
            overridden = apply(overridden, matching, cluster, true);
        }
        String namespace = template.key().namespace();
        if (!namespace.isEmpty()) {
            for (Matching matching : matching(snapshot.list(NAMESPACED, namespace), template)) {
                overridden = apply(overridden, matching, cluster, false);
            }
        }
        return overridden;
    }

    private static Overridden apply(
            Overridden before, Matching matching, ClusterIdentity cluster, boolean clusterScoped)
            throws OverrideException {
        List<Overriders> overriders = matching.spec().rules().stream()
                .filter(rule ->
                        rule.targetCluster() == null || rule.targetCluster().matches(cluster))
                .flatMap(rule -> Optional.ofNullable(rule.overriders()).stream())
                .toList();
        if (overriders.isEmpty()) {
            return before;
        }
        String name = matching.policy().key().name();
        ObjectNode manifest = before.manifest();
        for (Overriders each : overriders) {
            manifest = apply(manifest, each, name);
        }
        return new Overridden(
                manifest,
                clusterScoped ? before.policies() : with(before.policies(), name),
                clusterScoped ? with(before.clusterPolicies(), name) : before.clusterPolicies(),
                Math.max(before.newestVersion(), matching.policy().resourceVersion()));
    }

    /** Carries out the overriders in their order: image, command, args, labels, annotations, field, plaintext. */
    static ObjectNode apply(ObjectNode manifest, Overriders overriders, String policy) throws OverrideException {
        try {
            for (ImageOverrider each : overriders.imageOverrider()) {
                ImageOverriders.apply(manifest, each);
            }
            for (CommandArgsOverrider each : overriders.commandOverrider()) {
                CommandOverriders.apply(manifest, "command", each);
            }
            for (CommandArgsOverrider each : overriders.argsOverrider()) {
                CommandOverriders.apply(manifest, "args", each);
            }
            for (MapOverrider each : overriders.labelsOverrider()) {
                MetadataOverriders.apply(manifest, "labels", each);
            }
            for (MapOverrider each : overriders.annotationsOverrider()) {
                MetadataOverriders.apply(manifest, "annotations", each);
            }
            for (FieldOverrider each : overriders.fieldOverrider()) {
                FieldOverriders.apply(manifest, each);
            }
            ObjectNode changed = manifest;
            for (PlaintextOverrider each : overriders.plaintext()) {
                changed = Patches.apply("plaintext", changed, each.path(), each.operator(), each.value());
            }
            return changed;
        } catch (OverrideException failed) {
            throw new OverrideException("override policy " + policy + ": " + failed.getMessage());
        }
    }

    private static List<Matching> matching(Stream<StoredObject> policies, StoredObject template) {
        return policies.flatMap(policy -> matching(policy, template).stream())
                .sorted(Comparator.comparing(Matching::specificity)
                        .thenComparing(match -> match.policy().key().name()))
                .toList();
    }

    private static Optional<Matching> matching(StoredObject policy, StoredObject template) {
        OverrideSpec spec = OverrideSpec.of(policy.tree());
        if (spec.resourceSelectors().isEmpty()) {
            return Optional.of(new Matching(policy, spec, Specificity.KIND));
        }
        return spec.resourceSelectors().stream()
                .flatMap(selector -> specificity(selector, template).stream())
                .max(Comparator.naturalOrder())
                .map(specificity -> new Matching(policy, spec, specificity));
    }

    private static Optional<Specificity> specificity(ResourceSelector selector, StoredObject template) {
        boolean otherKind = !selector.apiVersion().equals(template.head().apiVersion())
                || !selector.kind().equals(template.head().kind());
        boolean otherNamespace = !selector.namespace().isEmpty()
                && !selector.namespace().equals(template.key().namespace());
        if (otherKind || otherNamespace) {
            return Optional.empty();
        }
        if (!selector.name().isEmpty()) {
            return Optional.of(Specificity.NAME)
                    .filter(_ -> selector.name().equals(template.key().name()));
        }
        LabelSelector labels = selector.labelSelector();
        if (labels == null) {
            return Optional.of(Specificity.KIND);
        }
        return labels.matches(template.head().labels()) ? Optional.of(Specificity.LABELS) : Optional.empty();
    }

    private static List<String> with(List<String> names, String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return more;
    }
}
