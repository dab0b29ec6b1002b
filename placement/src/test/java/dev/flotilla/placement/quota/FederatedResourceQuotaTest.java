package dev.flotilla.placement.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.binding.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FederatedResourceQuotaTest {
    private static final String WEB = "work.karmada.io/resourcebindings/shop/web-deployment";
    private static final String TILL = "work.karmada.io/resourcebindings/shop/till-deployment";
    private static final String QUOTA = "policy.karmada.io/federatedresourcequotas/shop/all";

    private final World world = new World().run(new FederatedResourceQuotaReconciler());

    @BeforeEach
    void twoClustersOnePolicyAndAQuotaOfFourCpus() {
        cluster("eu-1");
        cluster("us-1");
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {"replicaScheduling": {"replicaSchedulingType": "Divided",
                    "replicaDivisionPreference": "Weighted",
                    "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}}}""");
        quota("4");
    }

    @Test
    void countsWhatBindingsRequest() {
        deployment("web", 2);

        assertThat(world.at(QUOTA, "/status").toString())
                .isEqualTo("{\"overall\":{\"cpu\":\"4\"},\"overallUsed\":{\"cpu\":\"3\"}}");
    }

    @Test
    void placesNothingBeyondIt() {
        deployment("web", 2);
        deployment("till", 1);

        assertThat(world.clusters(TILL)).isEmpty();
        assertThat(scheduled(TILL).path("reason").asString()).isEqualTo("QuotaExceeded");
        assertThat(scheduled(TILL).path("message").asString())
                .isEqualTo("exceeded quota: all, requested: cpu=1500m, used: cpu=3, limited: cpu=4");
    }

    @Test
    void keepsWhatRunsWhenScalingUpIsTooMuch() {
        deployment("web", 2);
        deployment("web", 3);

        assertThat(world.clusters(WEB)).isEqualTo("eu-1=1 us-1=1");
        assertThat(scheduled(WEB).path("reason").asString()).isEqualTo("QuotaExceeded");
    }

    @Test
    void placesOnceOthersNeedLess() {
        deployment("web", 2);
        deployment("till", 1);

        deployment("web", 1);

        assertThat(scheduled(TILL).path("status").asString()).isEqualTo("True");
        assertThat(world.at(QUOTA, "/status/overallUsed/cpu").asString()).isEqualTo("3");
    }

    @Test
    void placesOnceItAllowsMore() {
        deployment("web", 2);
        deployment("till", 1);

        quota("5");

        assertThat(scheduled(TILL).path("status").asString()).isEqualTo("True");
    }

    @Test
    void letsAWorkloadShrinkThatIsBeyondItAlready() {
        deployment("web", 2);
        quota("1");

        deployment("web", 1);

        assertThat(world.at(WEB, "/spec/clusters").size()).isEqualTo(1);
        assertThat(scheduled(WEB).path("status").asString()).isEqualTo("True");
    }

    @Test
    void doesNotCountOtherNamespacesOrResources() {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "light", "namespace": "shop"},
                 "spec": {"replicas": 100}}""");
        world.settle();

        assertThat(scheduled("work.karmada.io/resourcebindings/shop/light-deployment")
                        .path("status")
                        .asString())
                .isEqualTo("True");
    }

    /** Two decisions from one state, as two hub nodes make them: each sees room, and there is room for one. */
    @Test
    void letsTheLogsOrderDecideBetweenTwoThatBothSawRoom() {
        deploymentUnsettled("web", 2);
        deploymentUnsettled("till", 2);
        Snapshot before = world.snapshot();
        List<CommitOutcome> outcomes = new ArrayList<>();
        for (String name : List.of("web", "till")) {
            Decision decision = world.placementDecision(before, ObjectKey.of("apps", "deployments", "shop", name));
            assertThat(decision.effects()).anyMatch(effect -> effect instanceof Effect.Require);
            outcomes.add(world.commit(decision.effects()));
        }

        assertThat(outcomes.getFirst()).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(outcomes.getLast()).isInstanceOf(CommitOutcome.Refused.class);
    }

    private JsonNode scheduled(String binding) {
        for (JsonNode condition : world.at(binding, "/status/conditions")) {
            if (condition.path("type").asString().equals("Scheduled")) {
                return condition;
            }
        }
        throw new AssertionError("not scheduled: " + world.get(binding));
    }

    private void quota(String cpus) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "FederatedResourceQuota",
                 "metadata": {"name": "all", "namespace": "shop"}, "spec": {"overall": {"cpu": "%s"}}}""".formatted(cpus));
        world.settle();
    }

    private void deployment(String name, int replicas) {
        deploymentUnsettled(name, replicas);
        world.settle();
    }

    private void deploymentUnsettled(String name, int replicas) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"containers": [
                   {"name": "main", "resources": {"requests": {"cpu": "1500m"}}}]}}}}""".formatted(name, replicas));
    }

    private void cluster(String name) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "1000", "cpu": "100"}}}}""".formatted(name));
    }
}
