package dev.flotilla.dr;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.policy.PurgeMode;
import dev.flotilla.api.work.EvictionTask;
import dev.flotilla.api.work.Removal;
import dev.flotilla.api.work.TargetCluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes evictions into bindings: as the tasks that Karmada's users know. */
public final class EvictionTasks {
    private static final String TASKS = "gracefulEvictionTasks";
    private static final int MESSAGE_LENGTH_MAX = 1024;

    private EvictionTasks() {}

    /** The binding of a workload that moves. */
    static ObjectNode write(EvictionPlan.Eviction eviction, Instant now) {
        boolean directly = eviction.workload().purgeMode() == PurgeMode.DIRECTLY;
        ObjectNode moved = eviction.relocation()
                .write(
                        directly ? Removal.Why.PURGED_DIRECTLY : Removal.Why.EVICTED,
                        spec -> add(spec, eviction, now.truncatedTo(ChronoUnit.SECONDS)),
                        now);
        BeforeEviction.note(
                eviction.workload().binding().tree(),
                moved,
                eviction.leaving().stream().map(EvictionPlan.Leaving::cluster).toList(),
                now);
        return moved;
    }

    private static void add(ObjectNode spec, EvictionPlan.Eviction eviction, Instant second) {
        for (EvictionPlan.Leaving leaving : eviction.leaving()) {
            drop(spec, leaving.cluster());
            spec.withArrayProperty(TASKS).add(RecordJson.write(task(eviction.workload(), leaving, second)));
        }
    }

    private static EvictionTask task(BoundWorkload workload, EvictionPlan.Leaving leaving, Instant second) {
        String message = "cluster " + leaving.cluster() + " has the untolerated taint " + leaving.cause();
        int replicas = workload.targets().stream()
                .filter(target -> target.name().equals(leaving.cluster()))
                .mapToInt(TargetCluster::replicas)
                .sum();
        return new EvictionTask(
                leaving.cluster(),
                workload.purgeMode(),
                replicas,
                "TaintUntolerated",
                message.substring(0, Math.min(MESSAGE_LENGTH_MAX, message.length())),
                BoundWorkload.PRODUCER,
                null,
                null,
                Map.of(),
                second,
                workload.targets().stream().map(TargetCluster::name).toList());
    }

    /** Takes the task for a cluster out of a binding's spec. */
    public static void drop(ObjectNode spec, String cluster) {
        ArrayNode kept = spec.arrayNode();
        for (JsonNode task : spec.path(TASKS)) {
            if (!task.path("fromCluster").asString("").equals(cluster)) {
                kept.add(task);
            }
        }
        if (kept.isEmpty()) {
            spec.remove(TASKS);
        } else {
            spec.set(TASKS, kept);
        }
    }
}
