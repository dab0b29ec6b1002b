package dev.flotilla.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NodeClassesTest {
    @Test
    void tellsOfEachSortOfNodesHowManyThereAreAndWhatEachHasLeft() {
        List<JsonNode> nodes = List.of(
                node("a", "4", "disk", "ssd"), node("b", "4", "disk", "hdd"), tainted(node("c", "16", "disk", "hdd")));
        List<JsonNode> pods = List.of(pod("a", "1500m"), pod("c", "1"), pod("", "9"));

        JsonNode classes = NodeClasses.of(ReadNode.of(nodes, pods));

        assertThat(classes.size()).isEqualTo(3);
        assertThat(of(classes, "c").toString())
                .isEqualTo("{\"count\":1,\"allocatable\":{\"cpu\":\"16\",\"pods\":\"110\"},"
                        + "\"free\":{\"cpu\":\"15\",\"pods\":\"109\"},"
                        + "\"labels\":{\"disk\":\"hdd\",\"kubernetes.io/hostname\":\"c\"},"
                        + "\"taints\":[{\"key\":\"gpu\",\"effect\":\"NoSchedule\"}]}");
        assertThat(of(classes, "a").at("/free/cpu").asString()).isEqualTo("2500m");
    }

    @Test
    void countsOnNoNodeThatIsCordonedOrNotReady() {
        ObjectNode cordoned = node("a", "4", "disk", "ssd");
        cordoned.withObject("/spec").put("unschedulable", true);
        ObjectNode away = node("b", "4", "disk", "ssd");
        ((ObjectNode) away.at("/status/conditions/0")).put("status", "Unknown");

        assertThat(NodeClasses.of(ReadNode.of(List.of(cordoned, away), List.of())))
                .isEmpty();
    }

    @Test
    void forgetsTheNamesOfManyNodesFirstAndKeepsWhatTheyShare() {
        List<JsonNode> nodes = IntStream.range(0, 500)
                .<JsonNode>mapToObj(number -> node("node-" + number, "8", "zone", "z" + number % 3))
                .toList();

        JsonNode classes = NodeClasses.of(ReadNode.of(nodes, List.of()));

        assertThat(classes.size()).isEqualTo(3);
        assertThat(classes)
                .allSatisfy(
                        each -> assertThat(each.path("labels").propertyNames()).containsExactly("zone"));
        assertThat(classes.valueStream().mapToInt(each -> each.path("count").asInt()))
                .containsExactlyInAnyOrder(167, 167, 166);
    }

    @Test
    void aClassNeverPromisesMoreThanEachOfItsNodesHas() {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<JsonNode> nodes = new ArrayList<>();
            List<JsonNode> pods = new ArrayList<>();
            for (int number = 0; number < 1 + random.nextInt(300); number++) {
                String name = "node-" + number;
                nodes.add(node(name, String.valueOf(1 + random.nextInt(64)), "zone", "z" + random.nextInt(9)));
                for (int pod = random.nextInt(8); pod > 0; pod--) {
                    pods.add(pod(name, 10 + random.nextInt(900) + "m"));
                }
            }

            JsonNode classes = NodeClasses.of(ReadNode.of(nodes, pods));
            Collections.shuffle(nodes, random);

            assertThat(NodeClasses.of(ReadNode.of(nodes, pods)))
                    .as("seed " + seed)
                    .isEqualTo(classes);
            assertThat(classes.size()).as("seed " + seed).isBetween(1, NodeClasses.CLASSES_MAX);
            assertThat(classes.valueStream()
                            .mapToInt(each -> each.path("count").asInt())
                            .sum())
                    .as("seed " + seed)
                    .isEqualTo(nodes.size());
            assertThat(fitting(classes, 2_000)).as("seed " + seed).isLessThanOrEqualTo(fitting(nodes, pods, 2_000));
        }
    }

    /** Pods of so many milli-CPUs that the classes have room for. */
    private static long fitting(JsonNode classes, long milli) {
        return classes.valueStream()
                .mapToLong(each -> each.path("count").asLong() * (milli(each.at("/free/cpu")) / milli))
                .sum();
    }

    private static long fitting(List<JsonNode> nodes, List<JsonNode> pods, long milli) {
        return nodes.stream()
                .mapToLong(node -> {
                    String name = node.at("/metadata/name").asString();
                    long used = pods.stream()
                            .filter(pod -> pod.at("/spec/nodeName").asString().equals(name))
                            .mapToLong(pod -> milli(pod.at("/spec/containers/0/resources/requests/cpu")))
                            .sum();
                    return Math.max(0, milli(node.at("/status/allocatable/cpu")) - used) / milli;
                })
                .sum();
    }

    private static long milli(JsonNode quantity) {
        return Quantity.parse(quantity.asString()).value().movePointRight(3).longValue();
    }

    @Test
    void aSmallPodIsNoChangeAndALargeOneOrANewNodeIs() {
        List<JsonNode> nodes = List.of(node("a", "10", "disk", "ssd"), node("b", "10", "disk", "ssd"));
        JsonNode before = NodeClasses.of(ReadNode.of(nodes, List.of(pod("a", "1"))));

        assertThat(ClassChange.matters(before, NodeClasses.of(ReadNode.of(nodes, List.of(pod("a", "1300m")))), 0.05))
                .isFalse();
        assertThat(ClassChange.matters(before, NodeClasses.of(ReadNode.of(nodes, List.of(pod("a", "3")))), 0.05))
                .isTrue();
        assertThat(ClassChange.matters(
                        before, NodeClasses.of(ReadNode.of(nodes.subList(0, 1), List.of(pod("a", "1")))), 0.05))
                .isTrue();
    }

    @Test
    void labelsStayWithinTheirLength() {
        List<JsonNode> nodes = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            ObjectNode node = node("n" + number, "8", "disk", "ssd");
            for (int label = 0; label < 60; label++) {
                node.withObject("/metadata/labels").put("feature.example.com/l" + label, "v" + (number * label) % 7);
            }
            nodes.add(node);
        }

        JsonNode classes = NodeClasses.of(ReadNode.of(nodes, List.of()));

        assertThat(classes.valueStream()
                        .flatMap(each -> each.path("labels").propertyStream())
                        .mapToInt(label -> label.getKey().length()
                                + label.getValue().asString().length())
                        .sum())
                .isBetween(1, NodeClasses.LABELS_LENGTH_MAX);
    }

    private static JsonNode of(JsonNode classes, String hostname) {
        return classes.valueStream()
                .filter(each -> each.path("labels")
                        .path("kubernetes.io/hostname")
                        .asString("")
                        .equals(hostname))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode node(String name, String cpu, String label, String value) {
        return (ObjectNode) ObjectJson.mapper()
                .readTree("{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"kubernetes.io/hostname\":\"" + name
                        + "\",\"" + label + "\":\"" + value + "\"}},\"spec\":{},\"status\":{\"allocatable\":{\"cpu\":\""
                        + cpu + "\",\"pods\":\"110\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    }

    private static ObjectNode tainted(ObjectNode node) {
        node.withObject("/spec")
                .putArray("taints")
                .addObject()
                .put("key", "gpu")
                .put("effect", "NoSchedule")
                .put("timeAdded", "2026-01-01T00:00:00Z");
        return node;
    }

    private static JsonNode pod(String node, String cpu) {
        return ObjectJson.mapper()
                .readTree("{\"spec\":{\"nodeName\":\"" + node
                        + "\",\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"" + cpu + "\"}}}]}}");
    }
}
