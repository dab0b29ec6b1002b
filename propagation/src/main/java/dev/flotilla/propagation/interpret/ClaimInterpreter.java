package dev.flotilla.propagation.interpret;

import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ClaimInterpreter implements Interpreter {
    @Override
    public void prune(ObjectNode copy) {
        Trees.drop(copy, "metadata", "annotations", "volume.kubernetes.io/selected-node");
        Trees.drop(copy, "spec", "volumeName");
    }

    @Override
    public Health health(JsonNode live) {
        return live.path("status").path("phase").asString("").equals("Bound") ? Health.HEALTHY : Health.UNHEALTHY;
    }

    @Override
    public Optional<ObjectNode> aggregate(JsonNode template, List<ClusterStatusItem> items, Instant now) {
        String phase = "Bound";
        for (ClusterStatusItem item : items) {
            String each = item.status().path("phase").asString("Pending");
            if (each.equals("Lost")) {
                return Optional.of(Trees.empty().put("phase", each));
            }
            phase = each.equals("Bound") ? phase : each;
        }
        return Optional.of(Trees.empty().put("phase", items.isEmpty() ? "Pending" : phase));
    }
}
