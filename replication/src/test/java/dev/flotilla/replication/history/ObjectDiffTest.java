package dev.flotilla.replication.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ObjectDiffTest {
    private static List<String> diff(String before, String after) {
        return ObjectDiff.between(tree(before), tree(after)).stream()
                .map(each -> each.path() + ": " + shown(each.before()) + " -> " + shown(each.after()))
                .toList();
    }

    private static ObjectNode tree(String json) {
        return ObjectJson.parse(json.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "none" : node.toString();
    }

    @Test
    void namesTheFieldsThatDiffer() {
        assertThat(diff("{'spec':{'replicas':2,'paused':true}}", "{'spec':{'replicas':3,'minReadySeconds':1}}"))
                .containsExactly(
                        "spec.minReadySeconds: none -> 1", "spec.paused: true -> none", "spec.replicas: 2 -> 3");
    }

    @Test
    void tellsElementsApartByTheirNames() {
        assertThat(diff(
                        "{'c':[{'name':'a','image':'1'},{'name':'b','image':'1'}]}",
                        "{'c':[{'name':'b','image':'2'},{'name':'a','image':'1'},{'name':'n'}]}"))
                .containsExactly("c[b].image: \"1\" -> \"2\"", "c[n]: none -> {\"name\":\"n\"}");
    }

    @Test
    void comparesOtherListsByPlace() {
        assertThat(diff("{'l':[1,2]}", "{'l':[1,3,4]}")).containsExactly("l[1]: 2 -> 3", "l[2]: none -> 4");
        assertThat(diff("{'l':[{'name':'a'},{'name':'a'}]}", "{'l':[{'name':'a'},{'name':'b'}]}"))
                .containsExactly("l[1].name: \"a\" -> \"b\"");
    }

    @Test
    void quotesNamesThatAreNoSingleStep() {
        assertThat(diff("{'metadata':{'labels':{'a.io/b':'1'}}}", "{'metadata':{'labels':{'a.io/b':'2'}}}"))
                .containsExactly("metadata.labels[\"a.io/b\"]: \"1\" -> \"2\"");
    }

    @Test
    void leavesOutVersionsAndTheBooksOfOwners() {
        assertThat(diff(
                        "{'metadata':{'resourceVersion':'1','generation':1,'managedFields':[1]}}",
                        "{'metadata':{'resourceVersion':'2','generation':2,'managedFields':[2]}}"))
                .isEmpty();
    }

    @Test
    void isEmptyBetweenEqualsAndMirroredBetweenOthers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            ObjectNode one = object(random, 4);
            ObjectNode other = object(random, 4);

            assertThat(ObjectDiff.between(one, one.deepCopy()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(paths(one, other)).as("seed %d", seed).isEqualTo(paths(other, one));
            assertThat(ObjectDiff.between(one, other).isEmpty())
                    .as("seed %d", seed)
                    .isEqualTo(one.equals(other));
        }
    }

    private static TreeSet<String> paths(JsonNode one, JsonNode other) {
        return ObjectDiff.between(one, other).stream()
                .map(ObjectDiff.Difference::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = "f" + random.nextInt(4);
            switch (random.nextInt(depth > 0 ? 4 : 2)) {
                case 0 -> object.put(name, random.nextInt(3));
                case 1 -> object.put(name, "v" + random.nextInt(3));
                case 2 -> object.set(name, object(random, depth - 1));
                default -> object.putArray(name).add(object(random, depth - 1)).add(random.nextInt(2));
            }
        }
        return object;
    }
}
