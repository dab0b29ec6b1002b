package dev.flotilla.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurvivalReconcilerTest {
    private static final ObjectKey EU = ObjectKey.of("dr.flotilla.dev", "sites", "", "region:eu");
    private static final String DIVIDED = """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""";
    private static final Duration REST = Duration.ofSeconds(11);

    private final FleetWorld world = new FleetWorld();
    private final List<Survival> judged = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private final SurvivalReconciler reconciler =
            new SurvivalReconciler(new FleetWorkloads(), new SurvivalReconciler.Observer() {
                @Override
                public void judged(Survival survival) {
                    judged.add(survival);
                }

                @Override
                public void gone(String site) {
                    gone.add(site);
                }
            });

    @Test
    void judgesALargeFleetSeldomer() {
        assertThat(SurvivalReconciler.rest(100, 20)).isEqualTo(Duration.ofSeconds(10));
        assertThat(SurvivalReconciler.rest(5_000, 20)).isEqualTo(Duration.ofSeconds(20));
        assertThat(SurvivalReconciler.rest(100_000, 20)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void saysOnEveryClusterOfARegionThatItsLossIsSurvived() {
        fleet(10);
        world.deployment("web", 6, DIVIDED, "");
        pass();

        assertThat(survives("eu-1"))
                .isEqualTo(survives("eu-2"))
                .isEqualTo("True EveryWorkloadFindsRoom: if region eu is lost, all that is there finds room elsewhere;"
                        + " workloads: 1, of which 1 move and 0 have other copies or need none");
    }

    @Test
    void namesWhatWouldFindNoRoom() {
        fleet(1);
        List.of("eu-1", "eu-2")
                .forEach(name -> world.edit(
                        "cluster.karmada.io/clusters//" + name,
                        tree -> tree.withObject("/status/resourceSummary/allocatable")
                                .put("pods", "100")));
        for (int number = 0; number < 8; number++) {
            world.deployment("w" + number, 12, DIVIDED, "");
        }
        pass();

        assertThat(survives("eu-1"))
                .startsWith("False SomeFindNoRoom: if region eu is lost, 8 of 8 workloads find no room elsewhere:"
                        + " shop/Deployment/w0 (")
                .endsWith("and 3 more");
    }

    @Test
    void saysThatARegionIsLostInsteadOfForetellingIt() {
        fleet(10);
        pass();

        world.ready("eu-1", "False");
        world.ready("eu-2", "False");
        pass();

        assertThat(survives("eu-1")).startsWith("Unknown LostAlready: region eu is lost now: eu-1, eu-2");
        assertThat(survives("us-1")).startsWith("False EvictionsWouldBeHeld: if region us is lost, nothing moves");
    }

    @Test
    void judgesAgainWhenARegionIsBack() {
        saysThatARegionIsLostInsteadOfForetellingIt();

        world.ready("eu-1", "True");
        world.ready("eu-2", "True");
        pass();

        assertThat(survives("eu-1")).startsWith("True");
        assertThat(survives("us-1")).startsWith("True");
    }

    @Test
    void takesAClusterWithoutARegionForASiteOfItsOwn() {
        fleet(10);
        world.edit(
                "cluster.karmada.io/clusters//ap-1",
                tree -> tree.withObject("/spec").put("region", ""));
        pass();

        assertThat(survives("ap-1")).contains("if cluster ap-1 is lost");
        assertThat(reconciler.keys(world.snapshot()))
                .extracting(ObjectKey::name)
                .containsExactly("cluster:ap-1", "region:eu", "region:us");
    }

    @Test
    void restsBetweenTwoJudgementsHoweverMuchChanges() {
        fleet(10);
        reconciler.decide(world.snapshot(), EU, world.now);
        world.deployment("web", 6, DIVIDED, "");
        world.settle();

        Decision early = reconciler.decide(world.snapshot(), EU, world.now.plusSeconds(4));
        int judgedEarly = judged.size();
        reconciler.decide(world.snapshot(), EU, world.now.plusSeconds(10));

        assertThat(judgedEarly).isEqualTo(1);
        assertThat(early.again()).contains(Duration.ofSeconds(6));
        assertThat(judged).hasSize(2).last().extracting(Survival::moved).isEqualTo(1L);
    }

    @Test
    void isNotConcernedByWhatItWritesItself() {
        fleet(10);
        pass();
        StoredObject before = cluster("eu-1");
        world.deployment("web", 6, DIVIDED, "");
        pass();
        StoredObject after = cluster("eu-1");

        assertThat(after.resourceVersion()).isGreaterThan(before.resourceVersion());
        assertThat(reconciler.concerns(
                        world.snapshot(), new Change(after.key(), before, after, after.resourceVersion())))
                .isEmpty();
    }

    @Test
    void isConcernedByACapacityThatChanges() {
        fleet(10);
        StoredObject before = cluster("eu-1");
        world.edit(
                "cluster.karmada.io/clusters//eu-1",
                tree -> tree.withObject("/status/resourceSummary/allocatable").put("pods", "5"));
        StoredObject after = cluster("eu-1");

        assertThat(reconciler.concerns(
                        world.snapshot(), new Change(after.key(), before, after, after.resourceVersion())))
                .contains(EU);
    }

    @Test
    void writesNothingWhereEverythingIsSaid() {
        fleet(10);
        pass();

        Decision decision = reconciler.decide(world.snapshot(), EU, world.now);

        assertThat(decision.effects()).isEmpty();
        assertThat(decision.again()).isEmpty();
    }

    @Test
    void forgetsARegionWithoutClusters() {
        fleet(10);
        reconciler.decide(world.snapshot(), EU, world.now);
        for (String name : List.of("eu-1", "eu-2")) {
            world.edit(
                    "cluster.karmada.io/clusters//" + name,
                    tree -> tree.withObject("/spec").put("region", "us"));
        }

        reconciler.decide(world.snapshot(), EU, world.now);

        assertThat(gone).containsExactly("eu");
    }

    private void fleet(int pods) {
        List.of("eu-1", "eu-2", "us-1", "ap-1").forEach(name -> world.cluster(name, pods));
        world.settle();
    }

    private void pass() {
        world.pass(REST, () -> {});
    }

    private StoredObject cluster(String name) {
        return world.snapshot().get(Cluster.key(name)).orElseThrow();
    }

    private String survives(String cluster) {
        return Cluster.of(cluster(cluster))
                .status()
                .condition("SurvivesLoss")
                .map(condition -> condition.status() + " " + condition.reason() + ": " + condition.message())
                .orElse("not judged");
    }
}
