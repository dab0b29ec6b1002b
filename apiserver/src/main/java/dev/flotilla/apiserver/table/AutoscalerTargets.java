package dev.flotilla.apiserver.table;

import static dev.flotilla.apiserver.table.Cells.at;
import static dev.flotilla.apiserver.table.Cells.or;
import static dev.flotilla.apiserver.table.Cells.text;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a HorizontalPodAutoscaler aims at and where it stands: {@code cpu: 12%/80%}. */
final class AutoscalerTargets {
    private static final int SHOWN_MAX = 2;

    private AutoscalerTargets() {}

    static String of(JsonNode autoscaler) {
        JsonNode metrics = at(autoscaler, "spec.metrics");
        JsonNode current = at(autoscaler, "status.currentMetrics");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            all.add(metric(metrics.get(i), current.path(i)));
        }
        if (all.isEmpty()) {
            return Cells.NONE;
        }
        String shown = String.join(", ", all.subList(0, Math.min(SHOWN_MAX, all.size())));
        return all.size() > SHOWN_MAX ? shown + " + " + (all.size() - SHOWN_MAX) + " more..." : shown;
    }

    private static String metric(JsonNode metric, JsonNode current) {
        String type = text(metric, "type");
        String source = type.isEmpty() ? "" : Character.toLowerCase(type.charAt(0)) + type.substring(1);
        JsonNode wanted = at(metric, source + ".target");
        JsonNode found = at(current, source + ".current");
        String label = type.equals("Resource") || type.equals("ContainerResource")
                ? text(metric, source + ".name") + ": "
                : "";
        if (!wanted.path("averageUtilization").isMissingNode()) {
            JsonNode utilization = found.path("averageUtilization");
            String now = utilization.isMissingNode() ? "<unknown>" : utilization.asString("") + "%";
            return label + now + "/" + text(wanted, "averageUtilization") + "%";
        }
        boolean average = !wanted.path("averageValue").isMissingNode();
        String field = average ? "averageValue" : "value";
        return label + or(text(found, field), "<unknown>") + "/" + text(wanted, field) + (average ? " (avg)" : "");
    }
}
