package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.admission.policy.Policy;
import dev.flotilla.apiserver.view.Versions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Finds the objects that hold a policy's parameters. Pure. */
sealed interface Parameters {
    /** @param objects one evaluation each; an empty one for an evaluation without parameters */
    record Found(List<Optional<ObjectNode>> objects) implements Parameters {}

    /** The binding cannot be carried out, for this reason. */
    record Misconfigured(String why) implements Parameters {}

    static Parameters of(
            Optional<Policy.ParamKind> kind,
            Optional<PolicyConfiguration.ParamRef> reference,
            String requestNamespace,
            Snapshot snapshot,
            ResourceCatalog catalog) {
        if (kind.isEmpty() || reference.isEmpty()) {
            return new Found(List.of(Optional.empty()));
        }
        PolicyConfiguration.ParamRef ref = reference.get();
        Optional<ResourceType> known =
                catalog.forKind(kind.get().apiVersion(), kind.get().kind());
        if (known.isEmpty()) {
            return new Misconfigured("paramKind kind `" + kind.get().apiVersion() + ", Kind="
                    + kind.get().kind() + "` not known");
        }
        ResourceType type = known.get();
        String namespace = "";
        if (type.namespaced()) {
            namespace = ref.namespace().isEmpty() ? requestNamespace : ref.namespace();
            if (namespace.isEmpty()) {
                return new Misconfigured(
                        "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
            }
        } else if (!ref.namespace().isEmpty()) {
            return new Misconfigured("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }
        List<Optional<ObjectNode>> found = objects(type, namespace, ref, snapshot)
                .map(object -> Optional.of(Versions.tree(object, type)))
                .toList();
        return found.isEmpty() && ref.denyIfNotFound()
                ? new Misconfigured("no params found for policy binding with `Deny` parameterNotFoundAction")
                : new Found(found);
    }

    private static Stream<StoredObject> objects(
            ResourceType type, String namespace, PolicyConfiguration.ParamRef ref, Snapshot snapshot) {
        if (!ref.name().isEmpty()) {
            return snapshot.get(new ObjectKey(type.resource(), namespace, ref.name())).stream();
        }
        Stream<StoredObject> all =
                namespace.isEmpty() ? snapshot.list(type.resource()) : snapshot.list(type.resource(), namespace);
        return all.filter(object -> ref.selector()
                .map(selector -> selector.matches(Labels.of(object.tree())))
                .orElse(false));
    }
}
