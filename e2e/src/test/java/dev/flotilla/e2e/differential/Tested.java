package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind whose objects are written.
 *
 * @param plural as in paths
 * @param content everything but metadata and status; status is what its subresource is sent, if it has one
 */
record Tested(String apiVersion, String kind, String plural, Fields content, Fields status, boolean scales) {
    private static final Fields METADATA = Fields.none()
            .with("labels", 40, Shape.map(Shape.oneOf("a", "b"), "tier", "ring", "example.org/x"))
            .with("annotations", 25, Shape.map(Shape.oneOf("'1'", "'2'", "x y"), "note", "example.org/y"))
            .with("finalizers", 6, Shape.set(0, "example.org/a", "example.org/b"))
            .with(
                    "ownerReferences",
                    4,
                    Shape.keyed(
                            0,
                            "uid",
                            Fields.none()
                                    .with("apiVersion", Shape.oneOf("v1"))
                                    .with("kind", Shape.oneOf("ConfigMap"))
                                    .with("name", Shape.oneOf("o", "p"))
                                    .with("controller", 20, Shape.oneOf("true", "false")),
                            "11111111-1111-4111-8111-111111111111",
                            "22222222-2222-4222-8222-222222222222"));

    static Tested of(String apiVersion, String kind, String plural, Fields content) {
        return new Tested(apiVersion, kind, plural, content, Fields.none(), false);
    }

    Tested withStatus(Fields fields) {
        return new Tested(apiVersion, kind, plural, content, fields, scales);
    }

    Tested scaling() {
        return new Tested(apiVersion, kind, plural, content, status, true);
    }

    boolean hasStatus() {
        return !status.fields().isEmpty();
    }

    boolean custom() {
        return apiVersion.startsWith("differential.");
    }

    String path(String namespace) {
        String root = apiVersion.contains("/") ? "/apis/" : "/api/";
        return root + apiVersion + "/namespaces/" + namespace + "/" + plural;
    }

    /** An object with a name left open. */
    ObjectNode document(Chance chance) {
        ObjectNode document = head();
        ((ObjectNode) document.path("metadata")).setAll(METADATA.make(chance));
        return document.setAll(content.make(chance));
    }

    ObjectNode statusDocument(Chance chance) {
        ObjectNode document = head();
        document.set("status", status.make(chance));
        return document;
    }

    private ObjectNode head() {
        ObjectNode head = ObjectJson.mapper()
                .createObjectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        head.putObject("metadata").put("name", Step.NAME);
        return head;
    }
}
