package dev.flotilla.apiserver.write;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.admission.Admission;
import dev.flotilla.apiserver.admission.AdmissionRequest;
import dev.flotilla.apiserver.admission.Operation;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts one attempt of one write before those who have a say in it.
 *
 * @param snapshot what the attempt is decided from
 */
record Admitting(
        Admission admission,
        Snapshot snapshot,
        ResourceRequest request,
        boolean dryRun,
        UnaryOperator<ObjectNode> face) {

    /** The object as admission leaves it, before it is validated. */
    ObjectNode mutate(Optional<ObjectNode> old, ObjectNode object) {
        if (!admission.configured(snapshot)) {
            return object;
        }
        if (old.isEmpty()) {
            NamespaceGate.admit(snapshot, request.type(), request.path().namespace(), name(object));
        }
        Operation operation = old.isEmpty() ? Operation.CREATE : Operation.UPDATE;
        return admission
                .mutate(snapshot, asked(operation, versioned(old, object), old), UnaryOperator.identity())
                .orElse(object);
    }

    /** The object as it would be stored. */
    void validate(Optional<ObjectNode> old, ObjectNode object) {
        if (admission.configured(snapshot)) {
            Operation operation = old.isEmpty() ? Operation.CREATE : Operation.UPDATE;
            ObjectNode shown = face.apply(versioned(old, object));
            admission.validate(snapshot, asked(operation, shown, old.map(face)));
        }
    }

    /** An object of a collection that is deleted has no name of its own there, as in Kubernetes. */
    void delete(ObjectNode old) {
        if (admission.configured(snapshot)) {
            AdmissionRequest asked =
                    attributes(Operation.DELETE, request.path().name(), Optional.empty(), Optional.of(old));
            admission.mutate(snapshot, asked, UnaryOperator.identity());
            admission.validate(snapshot, asked);
        }
    }

    private AdmissionRequest asked(Operation operation, ObjectNode object, Optional<ObjectNode> old) {
        String named = request.path().name();
        return attributes(operation, named.isEmpty() ? name(object) : named, Optional.of(object), old);
    }

    private AdmissionRequest attributes(
            Operation operation, String name, Optional<ObjectNode> object, Optional<ObjectNode> old) {
        ResourceType type = request.type();
        boolean namespace = type.group().isEmpty() && type.plural().equals("namespaces");
        return new AdmissionRequest(
                operation,
                type,
                request.path().subresource(),
                namespace ? name : request.path().namespace(),
                name,
                request.http().user(),
                dryRun,
                OperationOptions.of(request, operation),
                object,
                old);
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString("");
    }

    private static ObjectNode versioned(Optional<ObjectNode> old, ObjectNode object) {
        String version = old.map(
                        each -> each.path("metadata").path("resourceVersion").asString(""))
                .orElse("");
        if (version.isEmpty() || object.path("metadata").has("resourceVersion")) {
            return object;
        }
        ObjectNode shown = object.deepCopy();
        shown.withObjectProperty("metadata").put("resourceVersion", version);
        return shown;
    }
}
