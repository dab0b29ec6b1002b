package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.admission.policy.Inputs;
import dev.flotilla.apiserver.auth.Authorizer;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Gathers what expressions are shown of a request. */
final class CelInputs {
    private final Authorizer authorizer;

    CelInputs(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** @param as the version of the resource in which they want to see the object */
    Inputs of(AdmissionRequest request, ResourceType as, Snapshot snapshot, Optional<ObjectNode> params) {
        ObjectNode head = ObjectJson.mapper().createObjectNode();
        ReviewBody.head(head, request, as);
        head.put("dryRun", request.dryRun()).set("options", request.options());
        boolean inside = !request.namespace().isEmpty() && !request.isNamespace();
        Optional<ObjectNode> namespace = inside
                ? snapshot.get(ObjectKey.of("", "namespaces", "", request.namespace()))
                        .map(StoredObject::tree)
                : Optional.empty();
        return new Inputs(
                request.object().map(each -> request.converted(each, as)),
                request.old().map(each -> request.converted(each, as)),
                head,
                namespace,
                params,
                authorizer,
                request.user());
    }
}
