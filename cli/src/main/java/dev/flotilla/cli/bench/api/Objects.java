package dev.flotilla.cli.bench.api;

import dev.flotilla.api.store.ObjectJson;
import io.vertx.core.buffer.Buffer;
import tools.jackson.databind.node.ObjectNode;

/** What is written and read: ConfigMaps of about 2 KB, which nothing else concerns itself with. */
final class Objects {
    private static final String VALUE = "x".repeat(1900);

    private Objects() {}

    static Buffer configMap(String name) {
        ObjectNode map = object("ConfigMap", name);
        map.putObject("data").put("value", VALUE);
        return encoded(map);
    }

    static Buffer namespace(String name) {
        return encoded(object("Namespace", name));
    }

    static String configMaps(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode object =
                ObjectJson.mapper().createObjectNode().put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static Buffer encoded(ObjectNode object) {
        return Buffer.buffer(ObjectJson.mapper().writeValueAsBytes(object));
    }
}
