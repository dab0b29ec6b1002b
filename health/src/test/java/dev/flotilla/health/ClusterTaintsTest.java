package dev.flotilla.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ClusterTaintsTest {
    private static final ObjectKey KEY = ObjectKey.of("cluster.karmada.io", "clusters", "", "eu-1");
    private static final Instant LOST = Instant.parse("2026-01-01T00:00:00Z");

    private final ClusterTaints taints = new ClusterTaints(HealthSettings.DEFAULT);

    @Test
    void aReadyClusterHasNone() {
        Decision decision = decide(cluster("True"), LOST.plusSeconds(100));

        assertThat(decision).isEqualTo(Decision.nothing());
    }

    @Test
    void aLostClusterTakesNoMoreAtOnceAndIsLookedAtAgainWhenEvictionIsDue() {
        Decision decision = decide(cluster("False"), LOST.plusSeconds(10));

        assertThat(written(decision)).containsExactly("cluster.karmada.io/not-ready:NoSchedule");
        assertThat(decision.again()).contains(Duration.ofSeconds(20));
    }

    @Test
    void whatRunsThereIsToLeaveAfterTheGrace() {
        Decision decision = decide(cluster("False"), LOST.plusSeconds(30));

        assertThat(written(decision))
                .containsExactly("cluster.karmada.io/not-ready:NoSchedule", "cluster.karmada.io/not-ready:NoExecute");
        assertThat(decision.again()).isEmpty();
    }

    @Test
    void neverEvictsWhenTheGraceIsNegative() {
        ClusterTaints patient = new ClusterTaints(HealthSettings.DEFAULT.withEvictAfter(Duration.ofSeconds(-1)));
        ObjectNode cluster = cluster("False");

        Decision decision = patient.decide(StateTable.EMPTY.put(stored(cluster)), KEY, LOST.plusSeconds(100_000));

        assertThat(written(decision)).containsExactly("cluster.karmada.io/not-ready:NoSchedule");
    }

    @Test
    void takesItsTaintsAwayAndLeavesOthers() {
        ObjectNode cluster = cluster("True");
        var list = cluster.withObject("/spec").putArray("taints");
        list.addObject().put("key", ClusterTaints.NOT_READY).put("effect", "NoExecute");
        list.addObject().put("key", "cluster.karmada.io/unschedulable").put("effect", "NoSchedule");

        Decision decision = decide(cluster, LOST.plusSeconds(100));

        assertThat(written(decision)).containsExactly("cluster.karmada.io/unschedulable:NoSchedule");
    }

    @Test
    void decidingTwiceChangesNothing() {
        Decision first = decide(cluster("False"), LOST.plusSeconds(30));

        Decision second = decide(((Effect.Update) first.effects().getFirst()).object(), LOST.plusSeconds(31));

        assertThat(second.effects()).isEmpty();
    }

    private Decision decide(ObjectNode cluster, Instant now) {
        return taints.decide(StateTable.EMPTY.put(stored(cluster)), KEY, now);
    }

    private static StoredObject stored(ObjectNode cluster) {
        return StoredObject.of(KEY, 1, ObjectJson.encode(cluster));
    }

    private static List<String> written(Decision decision) {
        List<String> written = new ArrayList<>();
        for (JsonNode taint : ((Effect.Update) decision.effects().getFirst())
                .object()
                .path("spec")
                .path("taints")) {
            written.add(
                    taint.path("key").asString() + ":" + taint.path("effect").asString());
        }
        return written;
    }

    private static ObjectNode cluster(String ready) {
        ObjectNode cluster = ObjectJson.mapper().createObjectNode();
        cluster.put("apiVersion", "cluster.karmada.io/v1alpha1").put("kind", "Cluster");
        cluster.putObject("metadata").put("name", "eu-1");
        cluster.putObject("spec").put("syncMode", "Push");
        ClusterConditions.set(cluster, ClusterConditions.READY, ready, "Test", "", LOST);
        return cluster;
    }
}
