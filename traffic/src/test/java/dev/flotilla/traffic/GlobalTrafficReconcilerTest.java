package dev.flotilla.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class GlobalTrafficReconcilerTest {
    private static final String REPLICAS = "'hostnames': ['shop.example.com'], 'strategy': {'type': 'Replicas'},"
            + " 'shift': {'maxStepPercent': 25, 'interval': '2s'}, 'dns': {'ttlSeconds': 30}";

    private final TrafficWorld world = new TrafficWorld();

    @BeforeEach
    void threeRegionsWithAWebServiceInTwoOfThem() {
        List.of("eu-1", "us-1", "ap-1").forEach(world::cluster);
        world.service("web", "eu-1=192.0.2.1 us-1=192.0.2.2 ap-1=192.0.2.3");
        world.deployment("web", "eu-1=3 us-1=1");
        world.settle();
    }

    private String weights() {
        return world.status("web", "/weights").asString("");
    }

    private List<String> records() {
        List<String> records = new ArrayList<>();
        for (JsonNode endpoint : world.endpoints("web")) {
            records.add(endpoint.path("dnsName").asString() + " "
                    + endpoint.path("recordTTL").asInt() + " "
                    + endpoint.path("recordType").asString() + " "
                    + endpoint.at("/targets/0").asString() + " "
                    + endpoint.path("setIdentifier").asString() + " "
                    + endpoint.at("/providerSpecific/0/name").asString() + "="
                    + endpoint.at("/providerSpecific/0/value").asString());
        }
        return records;
    }

    @Test
    void publishesWeightsThatFollowReadyReplicas() {
        world.policy("web", REPLICAS);
        world.settle();

        assertThat(weights()).isEqualTo("eu-1=75 us-1=25");
        assertThat(records())
                .containsExactly(
                        "shop.example.com 30 A 192.0.2.1 eu-1 aws/weight=75",
                        "shop.example.com 30 A 192.0.2.2 us-1 aws/weight=25");
        assertThat(world.status("web", "/revision").asInt()).isEqualTo(1);
        assertThat(world.status("web", "/scale").asInt()).isEqualTo(100);
        assertThat(world.status("web", "/observedGeneration").asInt()).isEqualTo(1);
        assertThat(world.condition("web", "Accepted")).startsWith("True");
        assertThat(world.condition("web", "Programmed")).startsWith("True Published");
        assertThat(world.condition("web", "Converged")).startsWith("True");
        assertThat(world.condition("web", "Degraded")).startsWith("False");
        assertThat(world.at("externaldns.k8s.io/dnsendpoints/shop/web", "/metadata/ownerReferences/0/kind")
                        .asString())
                .isEqualTo("GlobalTrafficPolicy");
    }

    @Test
    void writesNothingWhenItDecidesAgain() {
        publishesWeightsThatFollowReadyReplicas();
        long version = world.snapshot().resourceVersion();

        world.restart();
        world.pass(Duration.ofSeconds(30));

        assertThat(world.snapshot().resourceVersion()).isEqualTo(version);
    }

    @Test
    void leavesALostClusterAtOnceAndComesBackInSteps() {
        publishesWeightsThatFollowReadyReplicas();

        world.ready("eu-1", "Unknown");
        world.settle();
        String lost = weights();
        List<String> published = records();
        String reason = world.status("web", "/effective/0/reason").asString();
        world.ready("eu-1", "True");
        world.settle();
        String back = weights();
        world.pass(Duration.ofSeconds(1));
        String early = weights();
        world.pass(Duration.ofSeconds(2));
        String later = weights();
        world.pass(Duration.ofSeconds(3));

        assertThat(lost).isEqualTo("us-1=100");
        assertThat(published).containsExactly("shop.example.com 30 A 192.0.2.2 us-1 aws/weight=100");
        assertThat(reason).isEqualTo("the cluster is not ready (ClusterNotReachable)");
        assertThat(List.of(back, early, later))
                .containsExactly("eu-1=25 us-1=75", "eu-1=25 us-1=75", "eu-1=50 us-1=50");
        assertThat(weights()).isEqualTo("eu-1=75 us-1=25");
    }

    @Test
    void drainsACopyThatIsLeavingAndTellsThatItDoes() {
        publishesWeightsThatFollowReadyReplicas();

        world.copies("web", "us-1=1", "eu-1=3");
        world.settle();
        String health = world.status("web", "/effective/0/health").asString();
        List<String> steps = new ArrayList<>(List.of(weights()));
        for (int step = 0; step < 2; step++) {
            world.pass(Duration.ofSeconds(3));
            steps.add(weights());
        }

        assertThat(health).isEqualTo("Draining");
        assertThat(steps).containsExactly("eu-1=50 us-1=50", "eu-1=25 us-1=75", "us-1=100");
    }

    @Test
    void givesAClusterNoWeightBeforeItsServiceHasAnAddress() {
        world.edit(
                "work.karmada.io/resourcebindings/shop/web-service",
                tree -> tree.withArray("/status/aggregatedStatus")
                        .removeIf(item -> item.path("clusterName").asString().equals("us-1")));

        world.policy("web", REPLICAS);
        world.settle();

        assertThat(weights()).isEqualTo("eu-1=100");
        assertThat(world.status("web", "/effective/1/reason").asString())
                .isEqualTo("Service web is not applied there yet");
    }

    @Test
    void keepsTheRecordsWhileNoSiteIsReadyAndSaysSo() {
        publishesWeightsThatFollowReadyReplicas();
        List<String> before = records();

        world.ready("eu-1", "False");
        world.ready("us-1", "False");
        world.settle();

        assertThat(world.condition("web", "Degraded"))
                .isEqualTo("True NoSiteReady: No site is ready; the last weights are kept.");
        assertThat(weights()).isNotEmpty();
        assertThat(records()).hasSameSizeAs(before);
    }

    @Test
    void letsTheOlderOfTwoPoliciesHaveAHostName() {
        publishesWeightsThatFollowReadyReplicas();
        world.now = world.now.plusSeconds(5);
        world.policy("again", REPLICAS);
        world.settle();
        String refused = world.condition("again", "Accepted");
        String unpublished = world.condition("again", "Programmed");
        world.delete("traffic.flotilla.dev/globaltrafficpolicies/shop/web");
        world.settle();

        assertThat(refused)
                .isEqualTo("False HostnameTaken: host name shop.example.com belongs to GlobalTrafficPolicy shop/web,"
                        + " which is older; take it out of one of the two");
        assertThat(unpublished).startsWith("False NotPublished");
        assertThat(world.condition("again", "Accepted")).startsWith("True");
        assertThat(world.endpoints("again")).hasSize(2);
    }

    @Test
    void saysWhichServiceIsMissing() {
        world.policy("web", "nowhere", REPLICAS);
        world.settle();

        assertThat(world.condition("web", "Degraded"))
                .contains("NoSiteReady", "there is no Service shop/nowhere; create it");
        assertThat(world.condition("web", "Programmed")).startsWith("False NothingToPublish");
        assertThat(world.endpoints("web").isMissingNode()).isTrue();
    }

    @Test
    void leavesAnObjectOfItsNameAlone() {
        world.create("externaldns.k8s.io/dnsendpoints/shop/web", """
                {'apiVersion': 'externaldns.k8s.io/v1alpha1', 'kind': 'DNSEndpoint',
                 'metadata': {'name': 'web', 'namespace': 'shop'}, 'spec': {'endpoints': [{'dnsName': 'x.example.com'}]}}""");

        world.policy("web", REPLICAS);
        world.settle();

        assertThat(world.condition("web", "Programmed"))
                .isEqualTo("False NotPublished: DNSEndpoint shop/web: an object of this name is there that the policy"
                        + " does not own; rename or delete one of them");
        assertThat(world.endpoints("web").at("/0/dnsName").asString()).isEqualTo("x.example.com");
    }

    @Test
    void mendsAndTakesAwayItsRecords() {
        publishesWeightsThatFollowReadyReplicas();
        world.delete("externaldns.k8s.io/dnsendpoints/shop/web");
        world.settle();
        int mended = world.endpoints("web").size();
        world.delete("traffic.flotilla.dev/globaltrafficpolicies/shop/web");
        world.settle();

        assertThat(mended).isEqualTo(2);
        assertThat(world.endpoints("web").isMissingNode()).isTrue();
    }

    @Test
    void isNotConcernedByWhatDoesNotMatter() {
        publishesWeightsThatFollowReadyReplicas();
        world.deployment("other", "eu-1=1 us-1=1");
        world.settle();
        int decisions = world.decisions;

        world.copies("other", "eu-1=2 us-1=2", "");
        world.edit(
                "cluster.karmada.io/clusters//eu-1",
                tree -> tree.withObject("/status").put("kubernetesVersion", "v1.36.0"));
        world.edit("apps/deployments/shop/web", tree -> tree.withObject("/spec").put("replicas", 9));
        world.settle();

        assertThat(world.decisions).isEqualTo(decisions);
    }

    @Test
    void writesARecordOfEachKindOfAddress() {
        world.service("api", "eu-1=2001:db8::1 us-1=lb.us.example.com");
        world.deployment("api", "eu-1=1 us-1=1");
        world.policy("web", "api", REPLICAS);
        world.settle();

        assertThat(records())
                .containsExactly(
                        "shop.example.com 30 AAAA 2001:db8::1 eu-1 aws/weight=50",
                        "shop.example.com 30 CNAME lb.us.example.com us-1 aws/weight=50");
        assertThat(world.condition("web", "Programmed")).contains("give all of them the same kind");
    }
}
