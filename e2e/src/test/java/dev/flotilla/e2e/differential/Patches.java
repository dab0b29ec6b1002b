package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes patches out of documents: less of them, nulls, directives, operations, and mistakes. */
record Patches(Chance chance) {
    private static final List<String> HEAD = List.of("apiVersion", "kind", "name");

    /** Takes a part away, in place; what it is and what it is called stay. */
    void thin(ObjectNode document) {
        for (String name : List.copyOf(document.propertyNames())) {
            if (HEAD.contains(name)) {
                continue;
            }
            if (chance.percent(20) && !name.equals("metadata")) {
                document.remove(name);
            } else if (document.get(name) instanceof ObjectNode inner) {
                thin(inner);
            }
        }
    }

    ObjectNode merge(ObjectNode document) {
        ObjectNode patch = part(document);
        nulls(patch);
        return patch;
    }

    ObjectNode strategic(ObjectNode document) {
        ObjectNode patch = part(document);
        if (chance.percent(40)) {
            nulls(patch);
        }
        if (chance.percent(60)) {
            direct(patch, "");
        }
        return patch;
    }

    private ObjectNode part(ObjectNode document) {
        document.remove(List.of("apiVersion", "kind"));
        ((ObjectNode) document.path("metadata")).remove("name");
        if (chance.percent(70)) {
            document.remove("metadata");
        }
        thin(document);
        thin(document);
        return document;
    }

    private void nulls(ObjectNode patch) {
        for (String name : List.copyOf(patch.propertyNames())) {
            if (patch.get(name) instanceof ObjectNode inner && !chance.percent(4)) {
                nulls(inner);
            } else if (chance.percent(12)) {
                patch.putNull(name);
            }
        }
    }

    /** Puts directives in, mostly such as make sense. */
    private void direct(ObjectNode patch, String within) {
        for (String name : List.copyOf(patch.propertyNames())) {
            JsonNode value = patch.get(name);
            if (value instanceof ObjectNode inner) {
                direct(inner, name);
            } else if (value instanceof ArrayNode list) {
                directList(patch, name, list);
            }
        }
        if (!within.isEmpty() && chance.percent(3)) {
            patch.put("$patch", chance.of(List.of("replace", "delete", "merge")));
        }
        if (within.equals("strategy") || (within.equals("emptyDir") && chance.percent(30))) {
            retain(patch);
        }
    }

    private void directList(ObjectNode patch, String name, ArrayNode list) {
        for (JsonNode item : list) {
            if (item instanceof ObjectNode object) {
                if (chance.percent(12)) {
                    object.put("$patch", "delete");
                } else {
                    direct(object, "");
                }
            }
        }
        if (list.path(0).isObject() && chance.percent(6)) {
            list.insertObject(0).put("$patch", "replace");
        }
        if (chance.percent(20)) {
            order(patch, name, list);
        }
        if (name.equals("finalizers") && chance.percent(50)) {
            patch.set("$deleteFromPrimitiveList/finalizers", patch.remove(name));
        }
        if (name.equals("volumes") && chance.percent(30)) {
            list.forEach(item -> retain((ObjectNode) item));
        }
    }

    private void order(ObjectNode patch, String name, ArrayNode list) {
        List<JsonNode> entries = new ArrayList<>();
        for (JsonNode item : list) {
            if (item instanceof ObjectNode object && !object.isEmpty() && !object.has("$patch")) {
                Map.Entry<String, JsonNode> key = object.properties().iterator().next();
                ObjectNode only = object.objectNode();
                only.set(key.getKey(), key.getValue());
                entries.add(chance.below(entries.size() + 1), only);
            } else if (item.isString()) {
                entries.add(item);
            }
        }
        if (!entries.isEmpty()) {
            patch.putArray("$setElementOrder/" + name).addAll(entries);
        }
    }

    private void retain(ObjectNode object) {
        ArrayNode names = object.arrayNode();
        object.propertyNames().stream().filter(name -> !name.startsWith("$")).forEach(names::add);
        object.set("$retainKeys", names);
    }

    /** Operations on what a document of the kind has. */
    ArrayNode json(ObjectNode document) {
        ArrayNode operations = ObjectJson.mapper().createArrayNode();
        List<Place> places = new ArrayList<>();
        places.add(new Place(
                "/metadata/labels", ObjectJson.mapper().createObjectNode().put("tier", "c")));
        places("", document, places);
        int count = 1 + chance.below(3);
        for (int i = 0; i < count; i++) {
            Place place = chance.of(places);
            ObjectNode operation = operations.addObject();
            String op = chance.of(List.of("add", "add", "add", "replace", "remove", "test", "copy", "move"));
            operation.put("op", op).put("path", place.path);
            switch (op) {
                case "add", "replace", "test" -> operation.set("value", place.value);
                case "copy", "move" -> operation.put("from", chance.of(places).path);
                default -> {}
            }
        }
        return operations;
    }

    private record Place(String path, JsonNode value) {}

    private static void places(String path, JsonNode value, List<Place> places) {
        if (!path.isEmpty()
                && !path.equals("/metadata")
                && !path.equals("/spec")
                && !HEAD.contains(path.substring(1))
                && !path.equals("/metadata/name")) {
            places.add(new Place(path, value));
        }
        if (value instanceof ObjectNode object) {
            object.properties()
                    .forEach(entry -> places(
                            path + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                            entry.getValue(),
                            places));
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                places(path + "/" + i, list.get(i), places);
            }
        }
    }

    /** Makes one mistake, in place. */
    void spoil(ObjectNode document) {
        List<ObjectNode> inner = new ArrayList<>();
        objects(document, inner);
        ObjectNode object = chance.of(inner);
        List<String> names = object.propertyNames().stream()
                .filter(name -> !HEAD.contains(name))
                .toList();
        switch (chance.below(4)) {
            case 0 -> object.put("bogus", 1);
            case 1 ->
                names.stream().findFirst().ifPresent(name -> object.put(name, chance.percent(50) ? "text" : "-1"));
            case 2 -> names.stream().findFirst().ifPresent(name -> object.put(name, -1));
            default -> names.stream().findFirst().ifPresent(name -> duplicate(object.get(name)));
        }
    }

    private static void duplicate(JsonNode list) {
        if (list instanceof ArrayNode array && !array.isEmpty()) {
            array.add(array.get(0).deepCopy());
        }
    }

    private static void objects(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        node.forEach(child -> objects(child, into));
    }
}
