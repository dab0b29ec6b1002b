package dev.flotilla.replication.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How two states of an object differ, field by field. Elements of a list whose elements all have a {@code name} are
 * told apart by it, as Kubernetes' own lists are; others by their place.
 */
public final class ObjectDiff {
    private static final Set<String> UNINTERESTING =
            Set.of("metadata.managedFields", "metadata.resourceVersion", "metadata.generation");

    private ObjectDiff() {}

    /**
     * One field.
     *
     * @param path as {@code spec.template.spec.containers[web].image}
     * @param before a MissingNode if it was not there
     * @param after a MissingNode if it is not there any more
     */
    public record Difference(String path, JsonNode before, JsonNode after) {}

    /** Everything that differs but versions and the books of who owns what; ordered by path. */
    public static List<Difference> between(JsonNode before, JsonNode after) {
        List<Difference> differences = new ArrayList<>();
        compare("", before, after, differences);
        return differences;
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<Difference> into) {
        if (before.equals(after) || UNINTERESTING.contains(path)) {
            return;
        }
        if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            fields(path, one, other, into);
        } else if (before instanceof ArrayNode one && after instanceof ArrayNode other) {
            elements(path, one, other, into);
        } else {
            into.add(new Difference(path, before, after));
        }
    }

    private static void fields(String path, ObjectNode before, ObjectNode after, List<Difference> into) {
        Set<String> names = new TreeSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        for (String name : names) {
            compare(path.isEmpty() ? step(name) : path + dotted(name), before.path(name), after.path(name), into);
        }
    }

    private static String dotted(String name) {
        String step = step(name);
        return step.startsWith("[") ? step : "." + step;
    }

    /** A name with a dot or a slash in it, as labels have, would not be one step. */
    private static String step(String name) {
        return name.indexOf('.') < 0 && name.indexOf('/') < 0 ? name : "[\"" + name + "\"]";
    }

    private static void elements(String path, ArrayNode before, ArrayNode after, List<Difference> into) {
        if (named(before) && named(after)) {
            Set<String> names = new TreeSet<>(names(before));
            names.addAll(names(after));
            names.forEach(name -> compare(path + "[" + name + "]", element(before, name), element(after, name), into));
            return;
        }
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            compare(path + "[" + i + "]", before.path(i), after.path(i), into);
        }
    }

    private static boolean named(ArrayNode list) {
        List<String> names = names(list);
        return names.size() == list.size() && Set.copyOf(names).size() == names.size();
    }

    private static List<String> names(ArrayNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode element : list) {
            String name = element.path("name").asString("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static JsonNode element(ArrayNode list, String name) {
        for (JsonNode element : list) {
            if (element.path("name").asString("").equals(name)) {
                return element;
            }
        }
        return MissingNode.getInstance();
    }
}
