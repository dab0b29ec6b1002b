package dev.flotilla.apiserver.openapi;

import dev.flotilla.apiserver.auth.UserInfo;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Words about types and fields, from whoever has them: the server's own documents hold facts alone. */
@FunctionalInterface
public interface Descriptions {
    Descriptions NONE = (_, _) -> Optional.empty();

    /**
     * An OpenAPI v3 document with words.
     *
     * @param version changes when the words do
     * @param document read when it is needed, which may take a while; empty if that fails
     */
    record Described(String version, Supplier<Optional<ObjectNode>> document) {}

    /**
     * Answers at once.
     *
     * @param path of a group-version, as {@code apis/apps/v1}
     * @param user who asks, and in whose name others are asked
     */
    Optional<Described> of(String path, UserInfo user);

    /** Takes over the descriptions of schemas, and of their properties, that both documents have. */
    static void copy(ObjectNode from, ObjectNode into) {
        from.path("components").path("schemas").forEachEntry((name, described) -> {
            if (into.at("/components/schemas").path(name) instanceof ObjectNode schema) {
                copyOne(described, schema);
                described.path("properties").forEachEntry((field, words) -> {
                    if (schema.path("properties").path(field) instanceof ObjectNode property) {
                        copyOne(words, property);
                    }
                });
            }
        });
    }

    private static void copyOne(JsonNode from, ObjectNode into) {
        String words = from.path("description").asString("");
        if (!words.isEmpty() && !into.has("description")) {
            into.put("description", words);
        }
    }
}
