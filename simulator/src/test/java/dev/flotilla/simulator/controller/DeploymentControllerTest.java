package dev.flotilla.simulator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.loop.ManualMember;
import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DeploymentControllerTest {
    private static final ObjectKey WEB = Kind.DEPLOYMENT.key("shop", "web");
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final ManualMember member = Members.member(1);

    private static void deploy(ManualMember member, int replicas, String strategy) {
        member.create(Kind.DEPLOYMENT, """
                {'metadata': {'name': 'web', 'namespace': 'shop'},
                 'spec': {'replicas': %d, 'strategy': %s, 'selector': {'matchLabels': {'app': 'web'}},
                  'template': {'metadata': {'labels': {'app': 'web'}},
                   'spec': {'containers': [{'name': 'c', 'image': 'web:1'}]}}}}""".formatted(replicas, strategy));
    }

    private static String rolling(String surge, String unavailable) {
        return "{'type': 'RollingUpdate', 'rollingUpdate': {'maxSurge': %s, 'maxUnavailable': %s}}"
                .formatted(surge, unavailable);
    }

    private static void image(ManualMember member, String image) {
        member.update(WEB, tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", image));
    }

    @Test
    void makesEveryReplicaAvailable() {
        deploy(member, 4, rolling("'25%'", "'25%'"));

        member.pass(MOMENT);

        JsonNode status = member.tree(WEB).path("status");
        assertThat(status.path("replicas").asInt(0)).isEqualTo(4);
        assertThat(status.path("updatedReplicas").asInt(0)).isEqualTo(4);
        assertThat(status.path("readyReplicas").asInt(0)).isEqualTo(4);
        assertThat(status.path("availableReplicas").asInt(0)).isEqualTo(4);
        assertThat(status.path("unavailableReplicas").isMissingNode()).isTrue();
        assertThat(status.path("observedGeneration").asInt(0)).isEqualTo(1);
        assertThat(Condition.find(status, "Available")
                        .orElseThrow()
                        .path("reason")
                        .asString(""))
                .isEqualTo("MinimumReplicasAvailable");
        assertThat(Condition.find(status, "Progressing")
                        .orElseThrow()
                        .path("message")
                        .asString(""))
                .matches("ReplicaSet \"web-[a-z0-9]+\" has successfully progressed.");
        assertThat(member.tree(WEB)
                        .at("/metadata/annotations")
                        .path(Revision.NUMBER)
                        .asString(""))
                .isEqualTo("1");
    }

    @Test
    void ownsItsPodsThroughAReplicaSetNamedByTheTemplatesHash() {
        deploy(member, 2, rolling("1", "0"));

        member.pass(MOMENT);

        StoredObject set = member.list(Kind.REPLICA_SET).findFirst().orElseThrow();
        String hash = set.head().labels().get("pod-template-hash");
        assertThat(set.key().name()).isEqualTo("web-" + hash);
        assertThat(set.tree()
                        .at("/spec/selector/matchLabels")
                        .path("pod-template-hash")
                        .asString(""))
                .isEqualTo(hash);
        assertThat(set.tree()
                        .at("/metadata/annotations")
                        .path("deployment.kubernetes.io/max-replicas")
                        .asString(""))
                .isEqualTo("3");
        assertThat(member.pods()).allSatisfy(pod -> {
            assertThat(pod.name()).matches("web-" + hash + "-[bcdfghjklmnpqrstvwxz2456789]{5}");
            assertThat(pod.labels()).containsEntry("pod-template-hash", hash).containsEntry("app", "web");
            assertThat(pod.stored().head().owners().getFirst().uid())
                    .isEqualTo(set.head().uid());
            assertThat(pod.facts().ready()).isTrue();
            assertThat(pod.facts().ip()).startsWith("10.");
        });
    }

    @Test
    void isNotAvailableBeforeItsPodsAreReady() {
        deploy(member, 4, rolling("1", "1"));

        member.settle();

        JsonNode status = member.tree(WEB).path("status");
        assertThat(Condition.holds(status, "Available")).isFalse();
        assertThat(Condition.holds(status, "Progressing")).isTrue();
        assertThat(status.path("unavailableReplicas").asInt(0)).isEqualTo(4);
    }

    @Test
    void comesToRest() {
        deploy(member, 3, rolling("1", "0"));
        member.pass(MOMENT);

        long version = member.resourceVersion();
        member.pass(Duration.ofHours(1));

        assertThat(member.resourceVersion()).isEqualTo(version);
    }

    @Test
    void rollsToANewTemplateAndKeepsTheOldReplicaSetForARollback() {
        deploy(member, 4, rolling("1", "1"));
        member.pass(MOMENT);

        image(member, "web:2");
        member.pass(Duration.ofSeconds(30));

        assertThat(member.list(Kind.REPLICA_SET)).hasSize(2);
        assertThat(member.pods())
                .hasSize(4)
                .allSatisfy(pod -> assertThat(pod.stored()
                                .tree()
                                .at("/spec/containers/0/image")
                                .asString(""))
                        .isEqualTo("web:2"));
        assertThat(member.tree(WEB)
                        .at("/metadata/annotations")
                        .path(Revision.NUMBER)
                        .asString(""))
                .isEqualTo("2");
    }

    @Test
    void reusesTheOldReplicaSetWhenRolledBack() {
        deploy(member, 2, rolling("1", "0"));
        member.pass(MOMENT);
        image(member, "web:2");
        member.pass(Duration.ofSeconds(20));

        image(member, "web:1");
        member.pass(Duration.ofSeconds(20));

        assertThat(member.list(Kind.REPLICA_SET)).hasSize(2);
        assertThat(member.tree(WEB)
                        .at("/metadata/annotations")
                        .path(Revision.NUMBER)
                        .asString(""))
                .isEqualTo("3");
        assertThat(member.pods())
                .allSatisfy(pod -> assertThat(pod.stored()
                                .tree()
                                .at("/spec/containers/0/image")
                                .asString(""))
                        .isEqualTo("web:1"));
    }

    @Test
    void recreatesOnlyWhenAllOldPodsAreGone() {
        deploy(member, 3, "{'type': 'Recreate'}");
        member.pass(MOMENT);
        image(member, "web:2");
        member.afterEachStep(() -> assertThat(member.pods().stream()
                        .filter(Pod::active)
                        .map(pod -> pod.stored()
                                .tree()
                                .at("/spec/containers/0/image")
                                .asString(""))
                        .distinct()
                        .count())
                .isLessThanOrEqualTo(1));

        member.pass(Duration.ofSeconds(20));

        assertThat(member.pods()).hasSize(3);
        assertThat(Condition.holds(member.tree(WEB).path("status"), "Available"))
                .isTrue();
    }

    @Test
    void saysThatARolloutStandsStillAfterItsDeadline() {
        deploy(member, 2, rolling("1", "0"));
        member.update(WEB, tree -> {
            ObjectNode spec = tree.withObjectProperty("spec").put("progressDeadlineSeconds", 5);
            spec.withObjectProperty("template")
                    .withObjectProperty("metadata")
                    .withObjectProperty("annotations")
                    .put("simulator.flotilla.dev/never-ready", "true");
        });

        member.pass(Duration.ofSeconds(30));

        JsonNode status = member.tree(WEB).path("status");
        assertThat(Condition.find(status, "Progressing")
                        .orElseThrow()
                        .path("reason")
                        .asString(""))
                .isEqualTo("ProgressDeadlineExceeded");
        assertThat(Condition.holds(status, "Available")).isFalse();
    }

    @Test
    void leavesPodsPendingThatFitNowhereAndSaysWhy() {
        deploy(member, 1, rolling("1", "0"));
        member.update(
                WEB,
                tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0"))
                        .withObjectProperty("resources")
                        .withObjectProperty("requests")
                        .put("cpu", "17"));

        member.pass(MOMENT);

        JsonNode refused = member.pods().stream()
                .map(pod -> pod.stored().tree())
                .filter(pod -> pod.path("spec").path("nodeName").isMissingNode())
                .findFirst()
                .orElseThrow();
        assertThat(refused.at("/status/phase").asString("")).isEqualTo("Pending");
        assertThat(Condition.find(refused.path("status"), "PodScheduled")
                        .orElseThrow()
                        .path("message")
                        .asString(""))
                .isEqualTo("0/3 nodes are available: 3 Insufficient cpu.");
    }

    @Test
    void placesAPodThatWasRefusedWhenThereIsRoomAgain() {
        for (String name : List.of("first", "second", "third", "late")) {
            member.create(Kind.POD, """
                    {'metadata': {'name': '%s', 'namespace': 'shop'},
                     'spec': {'containers': [{'name': 'c', 'image': 'web:1',
                      'resources': {'requests': {'cpu': '10'}}}]}}""".formatted(name));
            member.pass(MOMENT);
        }
        ObjectKey late = Kind.POD.key("shop", "late");
        boolean waited = member.tree(late).at("/spec/nodeName").isMissingNode();

        member.delete(Kind.POD.key("shop", "first"));
        member.pass(Duration.ofMinutes(1));

        assertThat(waited).isTrue();
        assertThat(member.tree(late).at("/spec/nodeName").asString("")).isNotEmpty();
    }

    @Test
    void neverStraysFromItsBudgetWhileRollingAndEndsWithTheWantedReplicas() {
        for (long seed = 1; seed <= 20; seed++) {
            rollsWithinBudget(seed);
        }
    }

    private static void rollsWithinBudget(long seed) {
        Random random = new Random(seed);
        ManualMember member = Members.member(seed);
        int replicas = 1 + random.nextInt(12);
        int surge = random.nextInt(4);
        int unavailable = random.nextInt(4) + (surge == 0 ? 1 : 0);
        deploy(member, replicas, rolling(Integer.toString(surge), Integer.toString(unavailable)));
        member.pass(MOMENT);
        int available = replicas - Math.min(unavailable, replicas);
        member.afterEachStep(() -> {
            long ready = member.pods().stream().filter(Pod::ready).count();
            long active = member.pods().stream().filter(Pod::active).count();
            assertThat(ready).as("ready pods, seed %d", seed).isGreaterThanOrEqualTo(available);
            assertThat(active).as("pods, seed %d", seed).isLessThanOrEqualTo(replicas + surge);
        });

        for (int change = 0; change < 3; change++) {
            image(member, "web:" + random.nextInt(1000));
            member.pass(Duration.ofMillis(random.nextInt(4000)));
        }
        member.pass(Duration.ofMinutes(2));

        assertThat(member.pods()).as("seed %d", seed).hasSize(replicas).allMatch(Pod::ready);
        assertThat(member.tree(WEB).at("/status/updatedReplicas").asInt(0))
                .as("seed %d", seed)
                .isEqualTo(replicas);
    }
}
