package dev.flotilla.simulator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.simulator.loop.ManualMember;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DaemonSetControllerTest {
    private static final ObjectKey AGENT = Kind.DAEMON_SET.key("shop", "agent");

    private final ManualMember member = Members.member(1);

    private void create(String podSpec) {
        member.create(Kind.DAEMON_SET, """
                {'metadata': {'name': 'agent', 'namespace': 'shop'},
                 'spec': {'selector': {'matchLabels': {'app': 'agent'}},
                  'template': {'metadata': {'labels': {'app': 'agent'}},
                   'spec': {%s 'containers': [{'name': 'c', 'image': 'agent:1'}]}}}}""".formatted(podSpec));
    }

    @Test
    void runsOnePodOnEveryNode() {
        create("");

        member.pass(Duration.ofSeconds(3));

        assertThat(member.pods())
                .extracting(pod -> pod.facts().node())
                .containsExactlyInAnyOrder("m1-node-1", "m1-node-2", "m1-node-3");
        JsonNode status = member.tree(AGENT).path("status");
        assertThat(status.path("desiredNumberScheduled").asInt(0)).isEqualTo(3);
        assertThat(status.path("numberReady").asInt(0)).isEqualTo(3);
        assertThat(status.path("numberAvailable").asInt(0)).isEqualTo(3);
        assertThat(status.path("updatedNumberScheduled").asInt(0)).isEqualTo(3);
    }

    @Test
    void runsOnlyWhereItsSelectorLetsIt() {
        create("'nodeSelector': {'topology.kubernetes.io/zone': 'eu-b'},");

        member.pass(Duration.ofSeconds(3));

        assertThat(member.pods()).extracting(pod -> pod.facts().node()).containsExactly("m1-node-2");
    }

    @Test
    void leavesATaintedNodeToThoseWhoTolerateIt() {
        member.update(
                Kind.NODE.key("", "m1-node-1"),
                node -> node.withObjectProperty("spec")
                        .withArrayProperty("taints")
                        .addObject()
                        .put("key", "gpu")
                        .put("effect", "NoSchedule"));
        create("");

        member.pass(Duration.ofSeconds(3));

        assertThat(member.pods())
                .extracting(pod -> pod.facts().node())
                .containsExactlyInAnyOrder("m1-node-2", "m1-node-3");
    }

    @Test
    void renewsOnePodAfterAnother() {
        create("");
        member.pass(Duration.ofSeconds(3));
        member.afterEachStep(
                () -> assertThat(member.pods().stream().filter(Pod::ready)).hasSizeGreaterThanOrEqualTo(2));

        member.update(AGENT, tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", "a:2"));
        member.pass(Duration.ofSeconds(20));

        assertThat(member.pods()).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.ready()).isTrue();
            assertThat(pod.stored().tree().at("/spec/containers/0/image").asString(""))
                    .isEqualTo("a:2");
        });
    }
}
