package dev.flotilla.placement.preemption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.binding.World;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private static final String HINT = "{\\\"preemptionPolicy\\\":\\\"PreemptLowerPriority\\\"}";
    private static final String BATCH = binding("batch");
    private static final String PAY = binding("pay");

    private final World world = new World();

    @BeforeEach
    void twoClustersOfFourCpus() {
        cluster("eu-1", "{}");
        cluster("us-1", "{}");
        priority("low", 10, "PreemptLowerPriority");
        priority("high", 1000, "PreemptLowerPriority");
        policy("batch", "low", "");
        policy("pay", "high", HINT);
    }

    private static String binding(String name) {
        return "work.karmada.io/resourcebindings/shop/" + name + "-deployment";
    }

    @Test
    void aHigherPriorityDisplacesNoMoreThanItNeeds() {
        deployment("batch", 6);
        deployment("pay", 3);

        assertThat(world.clusters(PAY)).isEqualTo("eu-1=2 us-1=1");
        assertThat(world.clusters(BATCH)).isEqualTo("eu-1=2 us-1=3");
        assertThat(world.at(PAY, "/status/conditions/0/message").asString())
                .endsWith("Displaced for it, as of lower priority: shop/batch-deployment (1 of eu-1).");
        assertThat(scheduled(BATCH)).isEqualTo("Unschedulable");
        assertThat(events()).contains("Preempted: Preempted by Deployment shop/pay: 1 replica leaves eu-1.");
    }

    @Test
    void nobodyIsDisplacedWhileThereIsRoom() {
        deployment("batch", 5);
        deployment("pay", 3);

        assertThat(scheduled(BATCH)).isEqualTo("Success");
        assertThat(scheduled(PAY)).isEqualTo("Success");
        assertThat(events()).doesNotContain("Preempted");
    }

    @Test
    void nobodyIsDisplacedInVain() {
        deployment("batch", 6);
        deployment("pay", 9);

        assertThat(world.clusters(BATCH)).isEqualTo("eu-1=3 us-1=3");
        assertThat(scheduled(PAY)).isEqualTo("Unschedulable");
    }

    @Test
    void neitherEqualsNorTheLastReplicaAreDisplaced() {
        policy("equal", "high", "");
        deployment("equal", 6);
        deployment("batch", 1);
        deployment("pay", 2);

        assertThat(scheduled(PAY)).isEqualTo("Unschedulable");
        assertThat(world.clusters(BATCH)).isNotEmpty();
    }

    @Test
    void aPolicyThatDoesNotAskForItDisplacesNobody() {
        policy("pay", "high", "");
        deployment("batch", 6);
        deployment("pay", 3);

        assertThat(scheduled(PAY)).isEqualTo("Unschedulable");
    }

    @Test
    void norDoesOneWhosePriorityClassNeverDoes() {
        priority("high", 1000, "Never");
        deployment("batch", 6);
        deployment("pay", 3);

        assertThat(scheduled(PAY)).isEqualTo("Unschedulable");
    }

    @Test
    void theLowestPriorityMakesRoomFirst() {
        priority("middle", 100, "PreemptLowerPriority");
        policy("middle", "middle", "");
        deployment("middle", 4);
        deployment("batch", 4);
        deployment("pay", 2);

        assertThat(world.clusters(binding("middle"))).isEqualTo("eu-1=2 us-1=2");
        assertThat(world.clusters(BATCH)).isEqualTo("eu-1=1 us-1=1");
    }

    @Test
    void theDisplacedGoWhereThereIsRoom() {
        deployment("batch", 6);
        deployment("pay", 3);

        cluster("zz-1", "{}");
        world.settle();

        assertThat(world.clusters(BATCH)).isEqualTo("eu-1=2 us-1=3 zz-1=1");
    }

    @Test
    void moreThanTheBudgetInAMinuteIsRefusedInTheOrderOfTheLog() {
        PreemptionBudget budget = new PreemptionBudget();
        deployment("batch", 6);
        deployment("pay", 3);

        assertThat(budget.left(world.snapshot(), world.now)).isEqualTo(PreemptionBudget.WORKLOADS_MAX - 1);
        world.pass(Duration.ofMinutes(1));
        assertThat(budget.left(world.snapshot(), world.now)).isEqualTo(PreemptionBudget.WORKLOADS_MAX);
    }

    @Test
    void whatWasDecidedByAnOlderStateOfAVictimIsNotWritten() {
        deployment("batch", 6);
        world.apply(template("pay", 3));
        Decision decision = world.placementDecision(world.snapshot(), ObjectKey.parse("apps/deployments/shop/pay"));
        world.edit(BATCH, tree -> tree.withObject("/metadata/labels").put("touched", "yes"));

        assertThat(world.commit(decision.effects())).isInstanceOf(CommitOutcome.Conflicted.class);
    }

    private String scheduled(String binding) {
        return world.at(binding, "/status/conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString().equals("Scheduled"))
                .map(condition -> condition.path("reason").asString())
                .collect(Collectors.joining());
    }

    private String events() {
        return world.snapshot()
                .list(new GroupResource("", "events"))
                .map(StoredObject::tree)
                .map(event -> event.path("reason").asString() + ": "
                        + event.path("message").asString())
                .collect(Collectors.joining("\n"));
    }

    private void priority(String name, int value, String preemption) {
        world.apply("""
                {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "%s"},
                 "value": %d, "preemptionPolicy": "%s"}""".formatted(name, value, preemption));
        world.settle();
    }

    /** For the Deployment of the same name. */
    private void policy(String name, String priorityClass, String hint) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "%s", "namespace": "shop",
                   "annotations": {"fleet.flotilla.dev/scheduling": "%s"}},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"}],
                  "schedulePriority": {"priorityClassSource": "KubePriorityClass", "priorityClassName": "%s"},
                  "placement": {"replicaScheduling": {"replicaSchedulingType": "Divided",
                    "replicaDivisionPreference": "Weighted",
                    "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}}}""".formatted(name, hint, name, priorityClass));
        world.settle();
    }

    private void deployment(String name, int replicas) {
        world.apply(template(name, replicas));
        world.settle();
    }

    private static String template(String name, int replicas) {
        return """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"containers": [
                   {"name": "c", "resources": {"requests": {"cpu": "1"}}}]}}}}""".formatted(name, replicas);
    }

    private void cluster(String name, String allocated) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "100", "cpu": "4"}, "allocated": %s}}}""".formatted(name, allocated));
        world.settle();
    }
}
