package dev.flotilla.apiserver.admission;

import dev.flotilla.api.selector.LabelSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads labels and their selectors from objects. */
final class Labels {
    private Labels() {}

    static Map<String, String> of(ObjectNode object) {
        return texts(object.path("metadata").path("labels"));
    }

    /** An absent selector selects everything. */
    static LabelSelector selector(JsonNode selector) {
        List<LabelSelector.Requirement> requirements = new ArrayList<>();
        for (JsonNode each : selector.path("matchExpressions")) {
            requirements.add(new LabelSelector.Requirement(
                    each.path("key").asString(""), each.path("operator").asString(""), strings(each.path("values"))));
        }
        return new LabelSelector(texts(selector.path("matchLabels")), requirements);
    }

    static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asString("")));
        return texts;
    }
}
