package dev.flotilla.simulator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.simulator.loop.ManualMember;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StatefulSetControllerTest {
    private static final ObjectKey DB = Kind.STATEFUL_SET.key("shop", "db");

    private final ManualMember member = Members.member(1);

    private void create(int replicas, String more) {
        member.create(Kind.STATEFUL_SET, """
                {'metadata': {'name': 'db', 'namespace': 'shop'},
                 'spec': {'replicas': %d, %s 'serviceName': 'db', 'selector': {'matchLabels': {'app': 'db'}},
                  'template': {'metadata': {'labels': {'app': 'db'}},
                   'spec': {'containers': [{'name': 'c', 'image': 'db:1'}]}},
                  'volumeClaimTemplates': [{'metadata': {'name': 'data'},
                   'spec': {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': '1Gi'}}}}]}}""".formatted(replicas, more));
    }

    private List<String> names() {
        return member.pods().stream().map(Pod::name).toList();
    }

    @Test
    void startsEachPodOnlyWhenTheOneBeforeIsReady() {
        create(3, "");
        member.afterEachStep(() ->
                assertThat(member.pods().stream().filter(pod -> !pod.ready())).hasSizeLessThanOrEqualTo(1));

        member.pass(Duration.ofSeconds(10));

        assertThat(names()).containsExactly("db-0", "db-1", "db-2");
        JsonNode status = member.tree(DB).path("status");
        assertThat(status.path("readyReplicas").asInt(0)).isEqualTo(3);
        assertThat(status.path("availableReplicas").asInt(0)).isEqualTo(3);
        assertThat(status.path("currentRevision").asString("a"))
                .isEqualTo(status.path("updateRevision").asString("b"));
    }

    @Test
    void startsAllAtOnceWhenTheyAreParallel() {
        create(3, "'podManagementPolicy': 'Parallel',");

        member.settle();

        assertThat(names()).containsExactly("db-0", "db-1", "db-2");
    }

    @Test
    void givesEachPodItsOwnBoundClaimAndKeepsItWhenThePodGoes() {
        create(2, "");
        member.pass(Duration.ofSeconds(5));
        member.update(DB, tree -> tree.withObjectProperty("spec").put("replicas", 1));

        member.pass(Duration.ofSeconds(5));

        assertThat(names()).containsExactly("db-0");
        assertThat(member.list(Kind.PERSISTENT_VOLUME_CLAIM).toList())
                .hasSize(2)
                .allSatisfy(claim -> {
                    assertThat(claim.tree().at("/status/phase").asString("")).isEqualTo("Bound");
                    assertThat(claim.key().name()).startsWith("data-db-");
                });
        assertThat(member.tree(Kind.POD.key("shop", "db-0"))
                        .at("/spec/volumes/0/persistentVolumeClaim/claimName")
                        .asString(""))
                .isEqualTo("data-db-0");
    }

    @Test
    void renewsPodsFromTheHighestOrdinalDownToThePartition() {
        create(3, "'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': 1}},");
        member.pass(Duration.ofSeconds(10));

        member.update(DB, tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", "db:2"));
        member.pass(Duration.ofSeconds(30));

        assertThat(member.pods())
                .extracting(pod ->
                        pod.stored().tree().at("/spec/containers/0/image").asString(""))
                .containsExactly("db:1", "db:2", "db:2");
        assertThat(member.list(Kind.CONTROLLER_REVISION)).hasSize(2);
    }

    @Test
    void replacesAPodThatIsDeletedUnderTheSameName() {
        create(2, "");
        member.pass(Duration.ofSeconds(5));
        String before = member.get(Kind.POD.key("shop", "db-0")).head().uid();

        member.delete(Kind.POD.key("shop", "db-0"));
        member.pass(Duration.ofSeconds(5));

        assertThat(names()).containsExactly("db-0", "db-1");
        assertThat(member.get(Kind.POD.key("shop", "db-0")).head().uid()).isNotEqualTo(before);
        assertThat(member.pods()).allMatch(Pod::ready);
    }
}
