package dev.flotilla.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.simulator.controller.Members;
import dev.flotilla.simulator.loop.ManualMember;
import dev.flotilla.simulator.object.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NetworkTest {
    private static final ObjectKey WEB = Kind.SERVICE.key("shop", "web");

    private final ManualMember member = Members.member(1);

    private void serve(String type) {
        member.create(Kind.SERVICE, """
                {'metadata': {'name': 'web', 'namespace': 'shop'},
                 'spec': {'type': '%s', 'selector': {'app': 'web'}, 'ports': [{'port': 80, 'targetPort': 8080}]}}""".formatted(type));
    }

    private void run(String name, String app) {
        member.create(Kind.POD, """
                {'metadata': {'name': '%s', 'namespace': 'shop', 'labels': {'app': '%s'}},
                 'spec': {'containers': [{'name': 'c', 'image': 'web:1'}]}}""".formatted(name, app));
    }

    private ObjectNode slice() {
        List<ObjectNode> slices =
                member.list(Kind.ENDPOINT_SLICE).map(each -> each.tree()).toList();
        assertThat(slices).hasSize(1);
        return slices.getFirst();
    }

    @Test
    void listsTheReadyPodsThatAServiceSelects() {
        serve("ClusterIP");
        run("web-1", "web");
        run("web-2", "web");
        run("other", "other");

        member.pass(Duration.ofSeconds(2));

        assertThat(slice().at("/metadata/labels")
                        .path("kubernetes.io/service-name")
                        .asString(""))
                .isEqualTo("web");
        assertThat(slice().path("endpoints"))
                .hasSize(2)
                .allSatisfy(
                        endpoint -> assertThat(endpoint.at("/conditions/ready").asBoolean(false))
                                .isTrue());
        assertThat(slice().at("/ports/0/port").asInt(0)).isEqualTo(8080);
    }

    @Test
    void dropsAPodThatIsGone() {
        serve("ClusterIP");
        run("web-1", "web");
        run("web-2", "web");
        member.pass(Duration.ofSeconds(2));

        member.delete(Kind.POD.key("shop", "web-1"));
        member.pass(Duration.ofSeconds(2));

        assertThat(slice().path("endpoints")).hasSize(1);
        assertThat(slice().at("/endpoints/0/targetRef/name").asString("")).isEqualTo("web-2");
    }

    @Test
    void givesALoadBalancerAnAddressAndNobodyElse() {
        serve("LoadBalancer");
        member.pass(Duration.ofSeconds(3));
        JsonNode balanced = member.tree(WEB).at("/status/loadBalancer/ingress/0/ip");
        assertThat(balanced.asString("")).startsWith("198.");

        member.update(WEB, tree -> tree.withObjectProperty("spec").put("type", "ClusterIP"));
        member.settle();

        assertThat(member.tree(WEB).at("/status/loadBalancer/ingress").isMissingNode())
                .isTrue();
    }

    @Test
    void bindsAClaimAndLetsItsVolumeGoWithIt() {
        member.create(Kind.PERSISTENT_VOLUME_CLAIM, """
                {'metadata': {'name': 'data', 'namespace': 'shop'},
                 'spec': {'accessModes': ['ReadWriteOnce'], 'resources': {'requests': {'storage': '1Gi'}}}}""");
        member.settle();
        ObjectKey claim = Kind.PERSISTENT_VOLUME_CLAIM.key("shop", "data");
        assertThat(member.tree(claim).at("/status/capacity/storage").asString(""))
                .isEqualTo("1Gi");
        assertThat(member.list(Kind.PERSISTENT_VOLUME)).hasSize(1);

        member.delete(claim);
        member.settle();

        assertThat(member.list(Kind.PERSISTENT_VOLUME)).isEmpty();
    }
}
