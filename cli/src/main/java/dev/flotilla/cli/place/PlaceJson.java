package dev.flotilla.cli.place;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.command.ForecastJson;
import dev.flotilla.cli.place.PlacedWorkload.Outcome;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer as programs read it. */
final class PlaceJson {
    private PlaceJson() {}

    static String document(PlaceAnswer answer) {
        ObjectNode document = summary(answer);
        ArrayNode workloads = document.putArray("workloads");
        answer.workloads().forEach(workload -> workloads.add(workload(workload)));
        answer.loss().ifPresent(loss -> document.set("loss", RecordJson.write(ForecastJson.of(loss))));
        return ObjectJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    /**
     * One object a line, each with its {@code type}: Workload for each, Fate for each that a loss concerns, Summary.
     */
    static Stream<String> lines(PlaceAnswer answer) {
        Stream<ObjectNode> workloads = answer.workloads().stream().map(each -> typed("Workload", workload(each)));
        Stream<ObjectNode> fates = answer.loss().stream()
                .flatMap(loss -> ForecastJson.of(loss).workloads().stream())
                .map(fate -> typed("Fate", RecordJson.write(fate)));
        return Stream.of(workloads, fates, Stream.of(typed("Summary", summary(answer))))
                .flatMap(each -> each)
                .map(each -> ObjectJson.mapper().writeValueAsString(each));
    }

    private static ObjectNode typed(String type, ObjectNode fields) {
        ObjectNode typed = ObjectJson.mapper().createObjectNode().put("type", type);
        typed.setAll(fields);
        return typed;
    }

    private static ObjectNode summary(PlaceAnswer answer) {
        ObjectNode summary = ObjectJson.mapper().createObjectNode();
        summary.put("clusters", answer.fleet());
        for (Outcome outcome : Outcome.values()) {
            summary.put(label(outcome), answer.count(outcome));
        }
        answer.loss().ifPresent(loss -> summary.put("lossSurvived", loss.survived()));
        return summary;
    }

    private static ObjectNode workload(PlacedWorkload workload) {
        ObjectNode json = ObjectJson.mapper().createObjectNode();
        json.put("apiVersion", workload.apiVersion()).put("kind", workload.kind());
        json.put("namespace", workload.namespace()).put("name", workload.name());
        json.put("policy", workload.policy());
        if (workload.replicas() != null) {
            json.put("replicas", workload.replicas());
        }
        json.put("outcome", label(workload.outcome()));
        json.put("reason", workload.reason()).put("message", workload.message());
        if (workload.before() != null) {
            json.set("before", clusters(workload.before()));
        }
        json.set("clusters", clusters(workload.clusters()));
        if (workload.explanation() != null) {
            json.set("explanation", RecordJson.write(workload.explanation()));
        }
        return json;
    }

    private static JsonNode clusters(SortedMap<String, Integer> clusters) {
        ObjectNode json = ObjectJson.mapper().createObjectNode();
        clusters.forEach(json::put);
        return json;
    }

    /** As {@code notPropagated}. */
    private static String label(Outcome outcome) {
        String[] words = outcome.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder label = new StringBuilder(words[0]);
        for (int next = 1; next < words.length; next++) {
            label.append(Character.toUpperCase(words[next].charAt(0))).append(words[next].substring(1));
        }
        return label.toString();
    }
}
