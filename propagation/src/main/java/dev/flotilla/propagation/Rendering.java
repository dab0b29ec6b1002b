package dev.flotilla.propagation;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.policy.ConflictResolution;
import dev.flotilla.api.policy.Placement;
import dev.flotilla.api.policy.Suspension;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Recent;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.propagation.override.OverrideException;
import dev.flotilla.propagation.override.OverridePolicies;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a binding's template into what one cluster is to hold: pruned, with the cluster's replicas, overridden, and
 * stamped. Deterministic: the same snapshot gives the same bytes. The stamped version is the snapshot's: whoever has
 * seen less of the log than that must not write over the copy, for it may not know that a policy is gone.
 */
public final class Rendering {
    private static final int SPECS_MAX = 2048;
    private static final int HASH_BYTES = 12;

    private final String hubId;
    private final Templates templates;
    private final Interpreters interpreters;
    /** Every member asks about the same binding, more than once. */
    private final Recent<BindingSpec> specs = new Recent<>(SPECS_MAX, binding -> BindingSpec.of(binding.tree()));

    private final ClusterIdentities identities = new ClusterIdentities();

    public Rendering(String hubId, Templates templates, Interpreters interpreters) {
        this.hubId = hubId;
        this.templates = templates;
        this.interpreters = interpreters;
    }

    /** A manifest before it is stamped, and which override policies changed it. */
    public record Unstamped(ObjectNode manifest, OverridePolicies.Overridden overridden, long newestInput) {}

    BindingSpec specOf(StoredObject binding) {
        return specs.of(binding);
    }

    public RenderOutcome render(Snapshot snapshot, StoredObject binding, String cluster) {
        BindingSpec spec = specOf(binding);
        Optional<StoredObject> template = templates.find(snapshot, spec);
        Optional<ResourceType> type = templates.copyType(snapshot, spec);
        if (template.isEmpty() || type.isEmpty()) {
            return new RenderOutcome.TemplateMissing();
        }
        Suspension suspension = spec.suspension();
        if (suspension != null && suspension.holdsDispatching(cluster)) {
            return new RenderOutcome.Suspended("dispatching to this cluster is suspended by the policy");
        }
        try {
            ObjectNode tree = template.get().tree();
            if (isQuota(spec) && !AssignedQuota.assigns(tree, cluster)) {
                return new RenderOutcome.Suspended("the quota assigns nothing to this cluster any more");
            }
            ConflictResolution resolution = conflictResolution(spec, tree);
            ObjectNode manifest =
                    unstamped(snapshot, spec, template.get(), tree, cluster).manifest();
            String hash = hash(manifest);
            stamp(manifest, binding, cluster, hash, snapshot.resourceVersion());
            MemberTarget target = MemberTarget.of(type.get(), template.get().key());
            return new RenderOutcome.Rendered(target, manifest, hash, snapshot.resourceVersion(), resolution);
        } catch (OverrideException failed) {
            return new RenderOutcome.Failed(String.valueOf(failed.getMessage()));
        }
    }

    private static boolean isQuota(BindingSpec spec) {
        return spec.resource() != null && AssignedQuota.isBound(spec.resource());
    }

    /** The manifest as a Work shows it. */
    Unstamped unstamped(Snapshot snapshot, BindingSpec spec, StoredObject template, String cluster)
            throws OverrideException {
        return unstamped(snapshot, spec, template, template.tree(), cluster);
    }

    /** @param tree the template's own, which may become the result */
    private Unstamped unstamped(
            Snapshot snapshot, BindingSpec spec, StoredObject template, ObjectNode tree, String cluster)
            throws OverrideException {
        ObjectNode manifest = isQuota(spec) ? AssignedQuota.manifest(tree, cluster) : tree;
        interpreters.prune(manifest);
        replicas(manifest, spec, cluster);
        Optional<StoredObject> member = snapshot.get(Cluster.key(cluster));
        ClusterIdentity identity =
                member.map(identities::of).orElseGet(() -> new ClusterIdentity(cluster, Map.of(), "", "", List.of()));
        OverridePolicies.Overridden overridden = OverridePolicies.apply(snapshot, template, identity, manifest);
        ObjectNode changed = overridden.manifest();
        ObjectNode annotations = changed.withObjectProperty("metadata").withObjectProperty("annotations");
        annotations.put(Marks.TEMPLATE_UID, template.head().uid());
        if (template.head().generation() > 0) {
            annotations.put(
                    Marks.TEMPLATE_GENERATION, Long.toString(template.head().generation()));
        }
        return new Unstamped(changed, overridden, Math.max(template.resourceVersion(), overridden.newestVersion()));
    }

    private void replicas(ObjectNode manifest, BindingSpec spec, String cluster) {
        boolean retained = manifest.path("metadata")
                .path("labels")
                .path(Marks.RETAIN_REPLICAS)
                .asString("")
                .equals("true");
        if (retained && manifest.path("spec") instanceof ObjectNode fields) {
            fields.remove("replicas");
            return;
        }
        Placement placement = spec.placement();
        Optional<TargetCluster> target = spec.target(cluster);
        if (target.isEmpty()
                || placement == null
                || !placement.dividesReplicas()
                || interpreters.replicas(manifest).isEmpty()) {
            return;
        }
        interpreters.reviseReplicas(manifest, target.get().replicas());
        Completions.divide(manifest, spec.clusters(), cluster);
    }

    private static ConflictResolution conflictResolution(BindingSpec spec, ObjectNode template) {
        String own = template.path("metadata")
                .path("annotations")
                .path(Marks.CONFLICT_RESOLUTION)
                .asString("");
        return switch (own) {
            case "overwrite" -> ConflictResolution.OVERWRITE;
            case "abort" -> ConflictResolution.ABORT;
            default -> spec.overwrites() ? ConflictResolution.OVERWRITE : ConflictResolution.ABORT;
        };
    }

    private void stamp(ObjectNode manifest, StoredObject binding, String cluster, String hash, long version) {
        ObjectNode metadata = manifest.withObjectProperty("metadata");
        metadata.withObjectProperty("labels").put(Marks.HUB, hubId).put(Marks.MANAGED, "true");
        ObjectKey key = binding.key();
        metadata.withObjectProperty("annotations")
                .put(Marks.HASH, hash)
                .put(Marks.INPUT_VERSION, Long.toString(version))
                .put(Marks.BINDING, key.path())
                .put(Marks.WORK_NAMESPACE, ResourceNames.executionNamespace(cluster))
                .put(Marks.WORK_NAME, workName(manifest));
    }

    static String workName(ObjectNode manifest) {
        return ResourceNames.work(
                manifest.path("kind").asString(""),
                manifest.path("metadata").path("namespace").asString(""),
                manifest.path("metadata").path("name").asString(""));
    }

    private static String hash(ObjectNode manifest) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(ObjectJson.mapper().writeValueAsBytes(manifest));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
