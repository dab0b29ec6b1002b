package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DeploymentProgressTest {
    private static final Instant SEEN = Instant.parse("2026-11-24T00:00:00Z");
    private static final String RUNS = "{'observedGeneration':1,'generation':1,'resourceTemplateGeneration':2,"
            + "'replicas':2,'updatedReplicas':2,'readyReplicas':2,'availableReplicas':2}";

    private final Interpreters interpreters = new Interpreters();

    private static ObjectNode template(String more) {
        return HubState.json(
                "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'generation':2},'spec':{'replicas':4" + more
                        + "}}");
    }

    private static AggregatedStatusItem item(String cluster, String status, Health health, Instant seen) {
        return new AggregatedStatusItem(cluster, HubState.json(status), true, "", health, seen);
    }

    private JsonNode progress(ObjectNode template, AggregatedStatusItem... items) {
        return interpreters.aggregate(template, List.of(items)).at("/status/conditions/1");
    }

    @Test
    void isCompleteWhenEveryClusterRunsTheNewestRevision() {
        JsonNode condition =
                progress(template(""), item("a", RUNS, Health.HEALTHY, SEEN), item("b", RUNS, Health.HEALTHY, SEEN));

        assertThat(condition)
                .isEqualTo(HubState.json("{'type':'Progressing','status':'True','reason':'NewReplicaSetAvailable',"
                        + "'message':'The newest revision is available in all 2 clusters.',"
                        + "'lastTransitionTime':'2026-11-24T00:00:00Z','lastUpdateTime':'2026-11-24T00:00:00Z'}"));
    }

    @Test
    void goesOnWhileAClusterIsBehind() {
        String behind = RUNS.replace("'resourceTemplateGeneration':2", "'resourceTemplateGeneration':1");
        String surplus = RUNS.replace("'replicas':2", "'replicas':3");

        for (AggregatedStatusItem late : List.of(
                item("b", behind, Health.HEALTHY, SEEN),
                item("b", surplus, Health.HEALTHY, SEEN),
                item("b", RUNS, Health.UNHEALTHY, SEEN))) {
            assertThat(progress(template(""), item("a", RUNS, Health.HEALTHY, SEEN), late)
                            .path("reason")
                            .asString())
                    .isEqualTo("ReplicaSetUpdated");
        }
    }

    @Test
    void failsWhereAMembersRolloutStandsStill() {
        ObjectNode live =
                HubState.json("{'apiVersion':'apps/v1','kind':'Deployment','status':{'replicas':2,'conditions':["
                        + "{'type':'Available','status':'False'},{'type':'Progressing','status':'False',"
                        + "'reason':'ProgressDeadlineExceeded'}]}}");
        JsonNode reflected = interpreters.reflect(live).orElseThrow();

        JsonNode condition = progress(
                template(""),
                item("a", RUNS, Health.HEALTHY, SEEN),
                new AggregatedStatusItem("b", reflected, true, "", Health.UNHEALTHY, SEEN));

        assertThat(condition.path("status").asString()).isEqualTo("False");
        assertThat(condition.path("reason").asString()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(condition.path("message").asString()).endsWith("in: b.");
    }

    @Test
    void standsStillWhilePausedAndWhereNothingRuns() {
        assertThat(progress(template(",'paused':true"), item("a", RUNS, Health.HEALTHY, SEEN))
                        .path("status")
                        .asString())
                .isEqualTo("Unknown");
        assertThat(progress(template("")).path("reason").asString()).isEqualTo("ReplicaSetUpdated");
    }

    @Test
    void movesItsTimesOnlyWithWhatItSays() {
        ObjectNode template = template("");
        progress(template, item("a", RUNS, Health.UNHEALTHY, SEEN));
        JsonNode again = progress(template, item("a", RUNS, Health.UNHEALTHY, SEEN.plusSeconds(9)));
        JsonNode done = progress(template, item("a", RUNS, Health.HEALTHY, SEEN.plusSeconds(20)));

        assertThat(again.path("lastUpdateTime").asString()).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(done.path("lastUpdateTime").asString()).isEqualTo("2026-11-24T00:00:20Z");
        assertThat(done.path("lastTransitionTime").asString()).isEqualTo("2026-11-24T00:00:00Z");
    }
}
