package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.Health;
import dev.flotilla.api.work.Removal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RemovalGateTest {
    private static final String TARGET = "{'clusters':[{'name':'us-1','replicas':3}]}";

    private static RemovalGate.Verdict decide(String spec, String status, Removal.Why why, boolean templateGone) {
        return RemovalGate.decide(
                RecordJson.read(HubState.json(spec), BindingSpec.class),
                RecordJson.read(HubState.json(status), BindingStatus.class),
                new Removal("eu-1", null, why),
                templateGone);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            us-1: not applied there yet        | {}
            us-1: not applied there yet        | {"aggregatedStatus":[{"clusterName":"us-1","health":"Healthy"}]}
            us-1: not healthy there yet        | {"aggregatedStatus":[{"clusterName":"us-1","applied":true,"health":"Unknown"}]}
            us-1: 2 of 3 replicas ready there  | {"aggregatedStatus":[{"clusterName":"us-1","applied":true,"health":"Healthy","status":{"replicas":2,"readyReplicas":2}}]}
            """)
    void keepsACopyUntilItsReplacementIsReady(String reason, String status) {
        assertThat(decide(TARGET, status, Removal.Why.MOVED, false))
                .isInstanceOfSatisfying(
                        RemovalGate.Verdict.Closed.class,
                        closed -> assertThat(closed.reason()).endsWith(reason));
    }

    @Test
    void opensWhenTheReplacementIsReady() {
        String ready = "{'aggregatedStatus':[{'clusterName':'us-1','applied':true,'health':'Healthy',"
                + "'status':{'replicas':3,'readyReplicas':3}}]}";
        assertThat(decide(TARGET, ready, Removal.Why.EVICTED, false)).isEqualTo(new RemovalGate.Verdict.Open());
    }

    @ParameterizedTest
    @EnumSource(
            value = Removal.Why.class,
            names = {"PURGED_DIRECTLY", "PREEMPTED", "TEMPLATE_DELETED", "POLICY_GONE"})
    void waitsForNothingWhenNoReplacementIsMeant(Removal.Why why) {
        assertThat(decide("{}", "{}", why, false)).isEqualTo(new RemovalGate.Verdict.Open());
        assertThat(decide(TARGET, "{}", Removal.Why.MOVED, true)).isEqualTo(new RemovalGate.Verdict.Open());
    }

    @Test
    void neverDeletesTheLastReadyCopyForAMove() {
        Removal.Why[] moves = {Removal.Why.MOVED, Removal.Why.EVICTED, Removal.Why.SCALED_DOWN, Removal.Why.CLUSTER_LEFT
        };
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int wanted = random.nextInt(4);
            boolean listed = random.nextBoolean();
            boolean applied = random.nextBoolean();
            Health health = Health.values()[random.nextInt(3)];
            String label = RecordJson.write(new BindingStatus.AggregatedStatusItem("x", null, null, "", health, null))
                    .path("health")
                    .asString();
            int ready = random.nextInt(4);
            String spec = random.nextInt(5) == 0 ? "{}" : "{'clusters':[{'name':'us-1','replicas':" + wanted + "}]}";
            String status = !listed
                    ? "{}"
                    : "{'aggregatedStatus':[{'clusterName':'us-1','applied':" + applied + ",'health':'" + label
                            + "','status':{'replicas':3,'readyReplicas':" + ready + "}}]}";

            boolean open = decide(spec, status, moves[random.nextInt(moves.length)], false)
                    instanceof RemovalGate.Verdict.Open;

            boolean readyElsewhere =
                    !spec.equals("{}") && listed && applied && health == Health.HEALTHY && ready >= wanted;
            assertThat(open).as("seed %d", seed).isEqualTo(readyElsewhere);
        }
    }
}
