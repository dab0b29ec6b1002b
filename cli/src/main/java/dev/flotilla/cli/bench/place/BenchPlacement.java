package dev.flotilla.cli.bench.place;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The placements that decisions are measured for, as a policy writes them. */
enum BenchPlacement {
    DUPLICATED("{}"),
    STATIC("""
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"staticWeightList": [
                {"targetCluster": {"labelSelector": {"matchLabels": {"geography": "eu"}}}, "weight": 3},
                {"targetCluster": {"labelSelector": {"matchLabels": {"geography": "us"}}}, "weight": 2},
                {"targetCluster": {"labelSelector": {"matchLabels": {"geography": "ap"}}}, "weight": 1}]}}}"""),
    DYNAMIC("""
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}"""),
    AGGREGATED("""
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"}}"""),
    REGION("""
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}},
             "spreadConstraints": [{"spreadByField": "region", "minGroups": 2, "maxGroups": 3},
               {"spreadByField": "cluster", "minGroups": 2, "maxGroups": 6}]}""");

    private final String json;

    BenchPlacement(String json) {
        this.json = json;
    }

    JsonNode placement() {
        return ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** As it stands in a figure's name. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
