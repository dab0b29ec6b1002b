package dev.flotilla.propagation.interpret;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class CronJobInterpreter implements Interpreter {
    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        ObjectNode status = Trees.empty();
        ArrayNode active = Trees.empty().putArray("active");
        items.forEach(item -> item.status().path("active").forEach(each -> active.add(each.deepCopy())));
        if (!active.isEmpty()) {
            status.set("active", active);
        }
        for (String field : List.of("lastScheduleTime", "lastSuccessfulTime")) {
            items.stream()
                    .map(item -> item.status().path(field).asString(""))
                    .filter(time -> !time.isEmpty())
                    .max(Comparator.naturalOrder())
                    .ifPresent(latest -> status.put(field, latest));
        }
        return Optional.of(status);
    }
}
