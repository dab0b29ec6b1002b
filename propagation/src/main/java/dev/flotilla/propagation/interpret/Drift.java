package dev.flotilla.propagation.interpret;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.schema.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds where an observed object lacks something that a manifest says, as server-side apply would put it right: only
 * fields of the manifest are compared; elements of lists are matched by the keys that Kubernetes' lists have; amounts
 * are compared by their value, and emptiness equals absence.
 */
public final class Drift {
    private static final Set<String> STAMPS = Set.of(Marks.HASH, Marks.INPUT_VERSION);
    private static final List<List<String>> LIST_KEYS = List.of(
            List.of("containerPort", "protocol"),
            List.of("port", "protocol"),
            List.of("mountPath"),
            List.of("topologyKey", "whenUnsatisfiable"),
            List.of("ip"),
            List.of("uid"),
            List.of("type"),
            List.of("name"));

    private Drift() {}

    /** The first field that differs and how, in order of the manifest; empty if none does. */
    public static Optional<String> between(JsonNode manifest, JsonNode observed) {
        return fields((ObjectNode) manifest, observed, "");
    }

    private static Optional<String> value(JsonNode wanted, JsonNode seen, String path) {
        if (empty(wanted) && empty(seen)) {
            return Optional.empty();
        }
        return switch (wanted) {
            case ObjectNode object -> fields(object, seen, path);
            case ArrayNode array -> elements(array, seen, path);
            default -> same(wanted, seen) ? Optional.empty() : differs(path, wanted, seen);
        };
    }

    private static Optional<String> fields(ObjectNode wanted, JsonNode seen, String path) {
        for (var field : wanted.properties()) {
            String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            boolean ignored = path.equals("metadata.annotations") && STAMPS.contains(field.getKey());
            Optional<String> found =
                    ignored ? Optional.empty() : value(field.getValue(), seen.path(field.getKey()), at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> elements(ArrayNode wanted, JsonNode seen, String path) {
        @Nullable List<String> keys = keys(wanted);
        if (keys == null && wanted.size() != seen.size()) {
            return differs(path, wanted, seen);
        }
        for (int index = 0; index < wanted.size(); index++) {
            JsonNode element = wanted.get(index);
            JsonNode counterpart = keys == null ? seen.path(index) : find(element, seen, keys);
            Optional<String> found = value(element, counterpart, path + "[" + index + "]");
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The keys that tell the elements apart; null if they are to be compared by their place. */
    private static @Nullable List<String> keys(ArrayNode array) {
        for (List<String> keys : LIST_KEYS) {
            boolean all = array.valueStream().allMatch(element -> element.isObject() && element.has(keys.getFirst()));
            long distinct = array.valueStream()
                    .map(element -> identity(element, keys))
                    .distinct()
                    .count();
            if (all && distinct == array.size()) {
                return keys;
            }
        }
        return null;
    }

    private static JsonNode find(JsonNode element, JsonNode seen, List<String> keys) {
        String identity = identity(element, keys);
        return seen.valueStream()
                .filter(each -> identity(each, keys).equals(identity))
                .findFirst()
                .orElseGet(() -> seen.path("absent"));
    }

    private static String identity(JsonNode element, List<String> keys) {
        StringBuilder identity = new StringBuilder();
        for (String key : keys) {
            String unset = key.equals("protocol") ? "TCP" : "";
            identity.append(element.path(key).asString(unset)).append('/');
        }
        return identity.toString();
    }

    private static boolean same(JsonNode wanted, JsonNode seen) {
        if (wanted.equals(seen)) {
            return true;
        }
        if (wanted.isContainer() || seen.isContainer() || seen.isMissingNode()) {
            return false;
        }
        return wanted.asString("").equals(seen.asString("")) || sameAmount(wanted.asString(""), seen.asString(""));
    }

    private static boolean sameAmount(String wanted, String seen) {
        try {
            return Quantity.parse(wanted).compareTo(Quantity.parse(seen)) == 0;
        } catch (IllegalArgumentException noQuantity) {
            return false;
        }
    }

    private static boolean empty(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty());
    }

    private static Optional<String> differs(String path, JsonNode wanted, JsonNode seen) {
        return Optional.of(path + ": want " + wanted + ", found " + (seen.isMissingNode() ? "nothing" : seen));
    }
}
