package dev.flotilla.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.cluster.ClusterSpec.ResourceModel;
import dev.flotilla.api.cluster.ClusterSpec.ResourceRange;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NodeGradesTest {
    private static final double SHARE = 0.05;

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvFileSource(resources = "/NodeGradesTest/grades.txt", delimiter = '|')
    void countsNodesByWhatTheyHaveLeft(String grades, @Nullable String nodes, String answer) {
        Member member = Member.of(nodes == null ? "" : nodes);

        JsonNode modelings = ClusterSummary.of(member.reading(), models(grades), Instant.EPOCH)
                .at("/resourceSummary/allocatableModelings");

        assertThat(text(modelings)).isEqualTo(answer);
    }

    @Test
    void aClusterWithoutModelsIsNotCountedByGrade() {
        ObjectNode summary = ClusterSummary.of(Member.of("cpu:4,pods:110").reading(), List.of(), Instant.EPOCH);

        assertThat(summary.path("resourceSummary").has("allocatableModelings")).isFalse();
    }

    @Test
    void gradesAreNewsWhenTheyAreOthersOrATwentiethOfTheNodesChangesThem() {
        JsonNode forty = counts(20, 20);

        assertThat(NodeGrades.differ(forty, counts(20, 20), SHARE)).isFalse();
        assertThat(NodeGrades.differ(forty, counts(18, 22), SHARE)).isFalse();
        assertThat(NodeGrades.differ(forty, counts(17, 23), SHARE)).isTrue();
        assertThat(NodeGrades.differ(forty, counts(20, 25), SHARE)).isTrue();
        assertThat(NodeGrades.differ(forty, counts(20, 20, 0), SHARE)).isTrue();
        assertThat(NodeGrades.differ(forty, ObjectJson.mapper().missingNode(), SHARE))
                .isTrue();
    }

    @Test
    void aSummaryIsWrittenOnceItsGradesAreOthers() {
        MemberReading reading = Member.of("cpu:4,pods:110").reading();
        ObjectNode before = ClusterSummary.of(reading, models("cpu:0,1"), Instant.EPOCH);

        assertThat(ClusterSummary.worthWriting(before, ClusterSummary.of(reading, models("cpu:0,1"), Instant.EPOCH)))
                .isFalse();
        assertThat(ClusterSummary.worthWriting(before, ClusterSummary.of(reading, models("cpu:0,1,2"), Instant.EPOCH)))
                .isTrue();
        assertThat(ClusterSummary.worthWriting(before, ClusterSummary.of(reading, List.of(), Instant.EPOCH)))
                .isTrue();
    }

    private static String text(JsonNode modelings) {
        return String.join(
                " ",
                modelings
                        .valueStream()
                        .map(each -> each.path("grade").asInt() + ":"
                                + each.path("count").asInt())
                        .toList());
    }

    private static JsonNode counts(int... counts) {
        var modelings = ObjectJson.mapper().createArrayNode();
        for (int grade = 0; grade < counts.length; grade++) {
            modelings.addObject().put("grade", grade).put("count", counts[grade]);
        }
        return modelings;
    }

    /** Each resource as {@code cpu:0,1,2}. */
    private static List<ResourceModel> models(String text) {
        List<List<ResourceRange>> ranges = new ArrayList<>();
        for (String resource : text.strip().split(" +")) {
            String name = resource.substring(0, resource.indexOf(':'));
            String[] bounds = resource.substring(name.length() + 1).split(",");
            for (int grade = 0; grade < bounds.length; grade++) {
                if (ranges.size() <= grade) {
                    ranges.add(new ArrayList<>());
                }
                String max = grade + 1 < bounds.length ? bounds[grade + 1] : String.valueOf(Long.MAX_VALUE);
                ranges.get(grade).add(new ResourceRange(name, bounds[grade], max));
            }
        }
        List<ResourceModel> models = new ArrayList<>();
        ranges.forEach(each -> models.add(new ResourceModel(models.size(), each)));
        return models;
    }

    private record Member(List<JsonNode> nodes, List<JsonNode> pods) {
        /** Each node as {@code cpu:4,pods:110 -cpu:1 cordoned}. */
        static Member of(String text) {
            Member member = new Member(new ArrayList<>(), new ArrayList<>());
            for (String node : text.strip().split(" *; *")) {
                if (!node.isEmpty()) {
                    member.add(node.split(" +"));
                }
            }
            return member;
        }

        private void add(String... words) {
            String name = "n" + nodes.size();
            ObjectNode node = ObjectJson.mapper().createObjectNode();
            node.withObject("/metadata").put("name", name);
            amounts(node.withObject("/status").putObject("allocatable"), words[0]);
            ObjectNode ready = node.withObject("/status")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready");
            ready.put("status", "True");
            for (String word : List.of(words).subList(1, words.length)) {
                switch (word) {
                    case "cordoned" -> node.withObject("/spec").put("unschedulable", true);
                    case "away" -> ready.put("status", "Unknown");
                    default -> pods.add(pod(name, word.substring(1)));
                }
            }
            nodes.add(node);
        }

        private static ObjectNode pod(String node, String requests) {
            ObjectNode pod = ObjectJson.mapper().createObjectNode();
            pod.withObject("/spec").put("nodeName", node);
            amounts(
                    pod.withObject("/spec")
                            .putArray("containers")
                            .addObject()
                            .putObject("resources")
                            .putObject("requests"),
                    requests);
            return pod;
        }

        private static void amounts(ObjectNode into, String text) {
            for (String amount : text.split(",")) {
                into.put(amount.substring(0, amount.indexOf(':')), amount.substring(amount.indexOf(':') + 1));
            }
        }

        MemberReading reading() {
            return new MemberReading("v1", List.of(), nodes, pods);
        }
    }
}
