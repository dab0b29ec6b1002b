package dev.flotilla.api.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one way between an object's tree and its stored bytes. */
public final class ObjectJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonFactory FACTORY = MAPPER.tokenStreamFactory();

    private ObjectJson() {}

    /** What {@link #scan} finds: the head, and where {@code metadata}'s first field begins. */
    record Parsed(ObjectHead head, int metadataStart) {}

    /** A mapper for trees; it must not be reconfigured. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** @throws JacksonException if the bytes are not one JSON object */
    public static ObjectNode parse(byte[] json) {
        JsonNode node = MAPPER.readTree(json);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("an object's JSON must be an object, not " + node.getNodeType());
    }

    /** The bytes to store for a tree: its JSON less {@code metadata.resourceVersion}; the tree is left as it was. */
    public static byte[] encode(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        if (!(metadata instanceof ObjectNode fields) || !fields.has("resourceVersion")) {
            return MAPPER.writeValueAsBytes(object);
        }
        ObjectNode without = MAPPER.createObjectNode();
        object.properties().forEach(entry -> without.set(entry.getKey(), entry.getValue()));
        ObjectNode bare = MAPPER.createObjectNode();
        fields.properties().stream()
                .filter(entry -> !entry.getKey().equals("resourceVersion"))
                .forEach(entry -> bare.set(entry.getKey(), entry.getValue()));
        without.set("metadata", bare);
        return MAPPER.writeValueAsBytes(without);
    }

    static Parsed scan(byte[] json) {
        String apiVersion = "";
        String kind = "";
        MetadataScan metadata = new MetadataScan();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "an object's JSON must begin with {");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "apiVersion" -> apiVersion = text(parser);
                    case "kind" -> kind = text(parser);
                    case "metadata" -> metadata.read(parser, value);
                    default -> parser.skipChildren();
                }
            }
        }
        require(metadata.start > 0, "an object must have metadata with at least one field");
        return new Parsed(metadata.head(apiVersion, kind), metadata.start);
    }

    private static String text(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getString();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static final class MetadataScan {
        private int start;
        private String uid = "";
        private long generation;
        private @Nullable String deletionTimestamp;
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final List<ObjectHead.Owner> owners = new ArrayList<>();
        private final List<String> finalizers = new ArrayList<>();

        void read(JsonParser parser, JsonToken value) {
            require(value == JsonToken.START_OBJECT, "metadata must be an object");
            int afterBrace = (int) parser.currentLocation().getByteOffset();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                start = afterBrace;
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "uid" -> uid = text(parser);
                    case "generation" -> generation = parser.getValueAsLong();
                    case "deletionTimestamp" -> deletionTimestamp = emptyToNull(text(parser));
                    case "labels" -> strings(parser, labels);
                    case "finalizers" -> list(parser, finalizers);
                    case "ownerReferences" -> owners(parser);
                    case "resourceVersion" -> require(false, "stored JSON must hold no metadata.resourceVersion");
                    default -> parser.skipChildren();
                }
            }
        }

        private static @Nullable String emptyToNull(String text) {
            return text.isEmpty() ? null : text;
        }

        private static void strings(JsonParser parser, Map<String, String> into) {
            while (parser.currentToken() != JsonToken.VALUE_NULL && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                into.put(name, text(parser));
            }
        }

        private static void list(JsonParser parser, List<String> into) {
            while (parser.currentToken() != JsonToken.VALUE_NULL && parser.nextToken() != JsonToken.END_ARRAY) {
                into.add(text(parser));
            }
        }

        private void owners(JsonParser parser) {
            while (parser.currentToken() != JsonToken.VALUE_NULL && parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> fields = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, text(parser));
                }
                owners.add(new ObjectHead.Owner(
                        fields.getOrDefault("apiVersion", ""),
                        fields.getOrDefault("kind", ""),
                        fields.getOrDefault("name", ""),
                        fields.getOrDefault("uid", ""),
                        "true".equals(fields.get("controller")),
                        "true".equals(fields.get("blockOwnerDeletion"))));
            }
        }

        ObjectHead head(String apiVersion, String kind) {
            return new ObjectHead(apiVersion, kind, uid, generation, labels, owners, finalizers, deletionTimestamp);
        }
    }
}
