package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import tools.jackson.databind.node.ObjectNode;

/**
 * A webhook that is to be called.
 *
 * @param as the version of the resource in which it wants to see the object
 */
record Invocation(Webhook webhook, ResourceType as) {
    /** The kind in which the webhook sees the object; that of a Scale is the same in every version. */
    Gvk kind(AdmissionRequest request) {
        Gvk asked = request.kind();
        return asked.kind().equals(request.type().kind()) ? Gvk.of(as) : asked;
    }

    /** The object in that version: the versions of one resource differ in name alone. */
    ObjectNode converted(AdmissionRequest request, ObjectNode object) {
        String wanted = kind(request).apiVersion();
        return object.path("apiVersion").asString("").equals(wanted)
                ? object
                : object.deepCopy().put("apiVersion", wanted);
    }
}
