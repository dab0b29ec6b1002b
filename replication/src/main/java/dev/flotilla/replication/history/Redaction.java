package dev.flotilla.replication.history;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the values out of Secrets, and out of Secrets that lie inside other objects, as in a Work's manifests; the
 * names of the values stay.
 */
public final class Redaction {
    /** What stands in a value's place. */
    public static final String MARK = "redacted";

    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final byte[] KIND = "\"Secret\"".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> VALUES = List.of("data", "stringData");

    private Redaction() {}

    /** @return the same bytes if nothing in them is secret */
    public static byte[] redacted(GroupResource resource, byte[] json) {
        if (!resource.equals(SECRETS) && !holds(json, KIND)) {
            return json;
        }
        ObjectNode tree = ObjectJson.parse(json);
        boolean changed = walk(tree);
        if (resource.equals(SECRETS)) {
            changed |= redact(tree);
        }
        return changed ? ObjectJson.encode(tree) : json;
    }

    /** Most objects have no such word, and need not be parsed. */
    private static boolean holds(byte[] json, byte[] word) {
        outer:
        for (int at = 0; at <= json.length - word.length; at++) {
            for (int i = 0; i < word.length; i++) {
                if (json[at + i] != word[i]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    private static boolean walk(JsonNode node) {
        boolean changed = false;
        if (node instanceof ObjectNode object
                && object.path("kind").asString("").equals("Secret")
                && object.path("apiVersion").asString("").equals("v1")) {
            changed = redact(object);
        }
        for (JsonNode child : node) {
            changed |= walk(child);
        }
        return changed;
    }

    private static boolean redact(ObjectNode secret) {
        boolean changed = false;
        for (String field : VALUES) {
            if (secret.get(field) instanceof ObjectNode values) {
                for (String name : List.copyOf(values.propertyNames())) {
                    values.put(name, MARK);
                    changed = true;
                }
            }
        }
        if (secret.path("metadata").path("annotations") instanceof ObjectNode annotations
                && annotations.has(LAST_APPLIED)) {
            annotations.put(LAST_APPLIED, MARK);
            changed = true;
        }
        return changed;
    }
}
