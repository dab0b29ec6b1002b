package dev.flotilla.api.cel.value;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A JSON array as a CEL list; one that its schema calls a set or a map compares and adds as such. */
public final class JsonList extends AbstractList<Object> implements RandomAccess {
    private final ArrayNode json;
    private final @Nullable JsonNode schema;
    private final String kind;

    JsonList(ArrayNode json, @Nullable JsonNode schema) {
        this.json = json;
        this.schema = schema;
        this.kind = schema == null
                ? "atomic"
                : schema.path("x-kubernetes-list-type").asString("atomic");
    }

    @Override
    public int size() {
        return json.size();
    }

    @Override
    public Object get(int index) {
        JsonNode item = json.get(index);
        return schema == null ? JsonValues.of(item) : JsonValues.of(item, schema.path("items"));
    }

    @SuppressWarnings("ReferenceEquality") // the same tree is equal, whatever is in it
    boolean sameAs(List<?> other) {
        if (size() != other.size()) {
            return false;
        }
        if (other instanceof JsonList list && list.json == json) {
            return true;
        }
        return switch (kind) {
            case "set" -> holdsAll(other);
            case "map" -> sameByKey(other);
            default -> {
                for (int i = 0; i < size(); i++) {
                    if (!Values.equal(get(i), other.get(i))) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    private boolean holdsAll(List<?> other) {
        Set<Object> mine = new HashSet<>(this);
        return other.stream().allMatch(mine::contains);
    }

    private boolean sameByKey(List<?> other) {
        Map<List<@Nullable Object>, Object> mine = new HashMap<>();
        forEach(item -> mine.put(key(item), item));
        for (Object item : other) {
            Object counterpart = mine.get(key(item));
            if (counterpart == null || !Values.equal(counterpart, item)) {
                return false;
            }
        }
        return true;
    }

    private List<@Nullable Object> key(Object item) {
        List<@Nullable Object> key = new ArrayList<>();
        JsonNode names = schema == null ? json.path("none") : schema.path("x-kubernetes-list-map-keys");
        for (JsonNode name : names) {
            String field = Escaping.escape(name.asString()).orElse(name.asString());
            key.add(item instanceof CelMap map ? map.find(field) : null);
        }
        return key;
    }

    /** This list and another, joined as the list's kind says: a set keeps one of equals, a map lets the later win. */
    public List<Object> plus(List<?> other) {
        List<Object> joined = new ArrayList<>(this);
        switch (kind) {
            case "set" -> {
                Set<Object> seen = new HashSet<>(this);
                other.forEach(item -> {
                    if (seen.add(item)) {
                        joined.add(item);
                    }
                });
            }
            case "map" -> {
                Map<List<@Nullable Object>, Integer> places = new HashMap<>();
                for (int i = 0; i < joined.size(); i++) {
                    places.put(key(joined.get(i)), i);
                }
                for (Object item : other) {
                    Integer place = places.get(key(item));
                    if (place == null) {
                        joined.add(item);
                    } else {
                        joined.set(place, item);
                    }
                }
            }
            default -> joined.addAll(other);
        }
        return joined;
    }
}
