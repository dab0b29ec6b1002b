package dev.flotilla.placement.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.placement.binding.World;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.explain.WorkloadExplanation.ClusterVerdict;
import dev.flotilla.placement.explain.WorkloadExplanation.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds of every explanation, over random fleets, placements and changes. */
class ExplanationLawsTest {
    private static final int SEEDS = 300;
    private static final ObjectKey WEB = ObjectKey.parse("apps/deployments/shop/web");
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";
    private static final List<String> PLACEMENTS =
            List.of("{}", "{\"clusterAffinity\": {\"clusterNames\": [\"c0\", \"c2\"]}}", """
            {"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""", """
            {"spreadConstraints": [{"spreadByField": "region", "minGroups": 2, "maxGroups": 2}],
             "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"}}""", """
            {"clusterAffinities": [{"affinityName": "one", "clusterNames": ["c1"]},
               {"affinityName": "two", "clusterNames": ["c0", "c3"]}]}""", """
            {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2}]}""");

    @Test
    void theExplanationIsTheDecisionAndNamesEveryClusterOnce() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            World world = new World();
            int clusters = 1 + random.nextInt(6);
            for (int number = 0; number < clusters; number++) {
                cluster(world, random, number);
            }
            deploy(world, random);
            world.settle();
            if (random.nextBoolean()) {
                cluster(world, random, random.nextInt(clusters));
                deploy(world, random);
                world.settle();
            }

            WorkloadExplanation explanation = new Explainer()
                    .explain(world.snapshot(), WEB, (_, _, _) -> Optional.empty())
                    .orElseThrow();

            check(seed, world, explanation, clusters);
        }
    }

    private static void check(long seed, World world, WorkloadExplanation explanation, int clusters) {
        String held = world.clusters(BINDING);
        assertThat(explanation.places().stream()
                        .map(place -> place.cluster() + "=" + place.replicas())
                        .collect(Collectors.joining(" ")))
                .as("seed %d: where it is", seed)
                .isEqualTo(held);
        assertThat(explanation.clusters())
                .as("seed %d: every cluster once", seed)
                .extracting(ClusterVerdict::cluster)
                .hasSize(clusters)
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(world.snapshot()
                        .list(FleetView.CLUSTERS)
                        .map(cluster -> cluster.key().name())
                        .toList());
        assertThat(explanation.asDecided())
                .as("seed %d: a settled hub holds what the scheduler decides; %s", seed, explanation)
                .isTrue();
        Map<String, Integer> places =
                explanation.places().stream().collect(Collectors.toMap(Place::cluster, Place::replicas));
        for (ClusterVerdict verdict : explanation.clusters()) {
            boolean placed = places.containsKey(verdict.cluster());
            assertThat(verdict.decidedBy().equals("placed"))
                    .as("seed %d: %s", seed, verdict)
                    .isEqualTo(placed);
            assertThat(verdict.why())
                    .as("seed %d: %s has a reason", seed, verdict)
                    .isNotEmpty();
            assertThat(verdict.filters()).as("seed %d: %s", seed, verdict).hasSize(6);
            assertThat(verdict.rank() > 0)
                    .as("seed %d: ranked who passed every filter: %s", seed, verdict)
                    .isEqualTo(verdict.filters().stream().allMatch(filter -> filter.passed()));
        }
    }

    private static void deploy(World world, Random random) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}],
                  "placement": %s}}""".formatted(PLACEMENTS.get(random.nextInt(PLACEMENTS.size()))));
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"containers": [{"name": "c"}]}}}}""".formatted(random.nextInt(12)));
    }

    private static void cluster(World world, Random random, int number) {
        String taints = random.nextInt(4) == 0 ? "[{\"key\": \"example.com/full\", \"effect\": \"NoSchedule\"}]" : "[]";
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "c%d"},
                 "spec": {"syncMode": "Push", "region": "%s", "taints": %s},
                 "status": {"apiEnablements": [
                   {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "%s"}]}],
                  "resourceSummary": {"allocatable": {"cpu": "64", "pods": "%d"}}}}""".formatted(
                        number,
                        List.of("eu", "us", "").get(random.nextInt(3)),
                        taints,
                        random.nextInt(6) == 0 ? "StatefulSet" : "Deployment",
                        random.nextInt(12)));
    }
}
