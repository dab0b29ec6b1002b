package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.placement.policy.PlacementReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/** Placements as policies write them, and what they make of a cluster called {@code one}: which filter refuses it. */
class FilterTablesTest {
    private static final String NAME = "one";

    @TestFactory
    Stream<DynamicTest> refusesWhatTheTableSays() throws IOException, URISyntaxException {
        Path table =
                Path.of(Objects.requireNonNull(FilterTablesTest.class.getResource("/GoldenTables/filters/filters.txt"))
                        .toURI());
        return Files.readAllLines(table).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
    }

    private static void check(String line) {
        String[] parts = line.split("\\|");
        Map<String, String> words = words(parts[1]);
        PlacementRules rules = PlacementReader.read(new JsonMapper().readTree(parts[0]));
        WorkloadRequest request = new WorkloadRequest(Fleets.DEPLOYMENT, "", true, 1, Map.of(), rules);
        Previous previous = new Previous(
                words.containsKey("runs") ? Map.of(NAME, 1) : Map.of(),
                words.containsKey("evicted") ? Set.of(NAME) : Set.of(),
                "",
                "",
                false);

        PlacementDecision decision = Scheduler.decide(new ClusterSnapshot(List.of(cluster(words))), request, previous);

        String answer = decision.succeeded()
                ? "passes"
                : decision.leftOut().stream()
                        .map(exclusion -> exclusion.stage().label())
                        .findFirst()
                        .orElseGet(() -> stays(request, previous, words));
        assertThat(answer).as(line).isEqualTo(parts[2].trim());
    }

    /** A cluster that is refused, but where what runs stays, is no exclusion; its standing says what refused it. */
    private static String stays(WorkloadRequest request, Previous previous, Map<String, String> words) {
        ClusterSnapshot fleet = new ClusterSnapshot(List.of(cluster(words)));
        return Scheduler.standings(fleet, request, previous, Scheduler.decide(fleet, request, previous)).stream()
                .flatMap(standing -> standing.filters().stream())
                .filter(verdict -> verdict.refusal().isPresent())
                .map(verdict -> verdict.filter().label())
                .findFirst()
                .orElse("passes");
    }

    private static Map<String, String> words(String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text.trim().split(" ")) {
            int equals = word.indexOf('=');
            words.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        }
        return words;
    }

    private static FleetCluster cluster(Map<String, String> words) {
        Map<String, String> labels = new HashMap<>();
        list(words, "labels").forEach(label -> labels.put(label.split("=")[0], label.split("=")[1]));
        List<Taint> taints = list(words, "taints").stream()
                .map(taint -> taint.split("[=:]"))
                .map(taint -> new Taint(taint[0], taint[1], taint[2], null))
                .toList();
        return new FleetCluster(
                new ClusterIdentity(
                        NAME,
                        labels,
                        words.getOrDefault("provider", ""),
                        words.getOrDefault("region", ""),
                        list(words, "zones")),
                taints,
                words.containsKey("no-api") ? new HashSet<>() : Set.of(Fleets.DEPLOYMENT),
                words.containsKey("leaving"),
                Optional.of(new Capacity(10, Map.of(), List.of())));
    }

    private static List<String> list(Map<String, String> words, String key) {
        return words.containsKey(key) ? Arrays.asList(words.get(key).split(",")) : List.of();
    }
}
