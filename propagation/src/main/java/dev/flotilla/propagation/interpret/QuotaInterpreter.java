package dev.flotilla.propagation.interpret;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A FederatedResourceQuota's status has those of the ResourceQuotas that members hold of it; the rest is not ours. */
final class QuotaInterpreter implements Interpreter {
    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        ObjectNode status = template.path("status") instanceof ObjectNode known ? known.deepCopy() : Trees.empty();
        ArrayNode aggregated = status.putArray("aggregatedStatus");
        for (ClusterStatusItem item : items) {
            if (item.status().isObject()) {
                ObjectNode share = aggregated.addObject().put("clusterName", item.cluster());
                for (String field : List.of("hard", "used")) {
                    item.status().optional(field).ifPresent(amounts -> share.set(field, amounts.deepCopy()));
                }
            }
        }
        if (aggregated.isEmpty()) {
            status.remove("aggregatedStatus");
        }
        return Optional.of(status);
    }
}
