package dev.flotilla.api.patch.apply;

import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What tells the items of a list apart. */
final class ListItems {
    private ListItems() {}

    /** Says why an item has no identity; the message has no path. */
    static final class NoIdentity extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoIdentity(String message) {
            super(message, null, false, false);
        }
    }

    /** @throws NoIdentity if the item has none */
    static PathElement identity(TypeSchema.ListOf list, JsonNode item) {
        return list.kind() == TypeSchema.ListKind.MAP ? key(list, item) : value(item);
    }

    /** Items by identity in order, more than one where the list has duplicates; items without identity are left out. */
    static Map<PathElement, List<JsonNode>> byIdentity(TypeSchema.ListOf list, JsonNode items) {
        Map<PathElement, List<JsonNode>> found = new LinkedHashMap<>();
        for (JsonNode item : items.isArray() ? items : Shapeless.NO_ITEMS) {
            tryIdentity(list, item)
                    .ifPresent(identity -> found.computeIfAbsent(identity, _ -> new ArrayList<>())
                            .add(item));
        }
        return found;
    }

    static Optional<PathElement> tryIdentity(TypeSchema.ListOf list, JsonNode item) {
        try {
            return Optional.of(identity(list, item));
        } catch (NoIdentity none) {
            return Optional.empty();
        }
    }

    private static final class Shapeless {
        static final List<JsonNode> NO_ITEMS = List.of();
    }

    private static PathElement key(TypeSchema.ListOf list, JsonNode item) {
        if (item.isNull()) {
            throw new NoIdentity("associative list with keys may not have a null element");
        }
        if (!item.isObject()) {
            throw new NoIdentity("associative list with keys may not have non-map elements");
        }
        TreeMap<String, JsonNode> fields = new TreeMap<>();
        for (String name : list.keys()) {
            Optional.ofNullable(item.get(name))
                    .or(() -> defaultOf(list, name))
                    .ifPresent(value -> fields.put(name, value));
        }
        if (fields.isEmpty()) {
            String names = list.keys().stream().map(name -> '"' + name + '"').collect(Collectors.joining(" "));
            throw new NoIdentity("associative list with keys has an element that omits all key fields [" + names
                    + "] (and doesn't have default values for any key fields)");
        }
        return PathElement.key(fields);
    }

    private static Optional<JsonNode> defaultOf(TypeSchema.ListOf list, String name) {
        return list.item().resolved() instanceof TypeSchema.Struct struct
                ? struct.field(name).flatMap(field -> field.defaultValue())
                : Optional.empty();
    }

    private static PathElement value(JsonNode item) {
        if (item.isObject()) {
            throw new NoIdentity("associative list without keys has an element that's a map type");
        }
        if (item.isArray()) {
            throw new NoIdentity("not supported: associative list with lists as elements");
        }
        if (item.isNull()) {
            throw new NoIdentity("associative list without keys has an element that's an explicit null");
        }
        return PathElement.value(item);
    }
}
