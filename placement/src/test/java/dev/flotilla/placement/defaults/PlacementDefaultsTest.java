package dev.flotilla.placement.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.placement.binding.World;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacementDefaultsTest {
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";

    private final World world = new World();

    @BeforeEach
    void aWorkloadInTheOnlyClusterOfItsAffinity() {
        for (String name : List.of("eu-1", "us-1")) {
            world.apply("""
                    {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                     "spec": {}, "status": {"apiEnablements": [{"groupVersion": "apps/v1",
                       "resources": [{"name": "deployments", "kind": "Deployment"}]}]}}""".formatted(name));
        }
    }

    /** What Karmada does, and we do not, once nothing fits any more. */
    private void placeAndTakeAwayWhatFits(String annotations) {
        policy(annotations, "eu-1");
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "main"}]}}}}""");
        world.settle();
        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");
        policy(annotations, "gone");
        world.settle();
    }

    private void policy(String annotations, String cluster) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "p", "namespace": "shop", "annotations": {%s}},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                          "placement": {"clusterAffinity": {"clusterNames": ["%s"]}}}}""".formatted(annotations, cluster));
    }

    private void compat() {
        world.apply(new PlacementDefaults(true, List.of()).configMap().toString());
    }

    @Test
    void withoutAnyWhatFitsNowhereStays() {
        placeAndTakeAwayWhatFits("");

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");
    }

    @Test
    void aHubMayDecideAsKarmadaThroughout() {
        compat();

        placeAndTakeAwayWhatFits("");

        assertThat(world.clusters(BINDING)).isEmpty();
    }

    @Test
    void aPolicyMayHaveItOtherwise() {
        compat();

        placeAndTakeAwayWhatFits("\"fleet.flotilla.dev/scheduling\": \"{\\\"karmadaCompat\\\": false}\"");

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");
    }

    @Test
    void aChangeOfTheHubsMindReachesWhatIsThere() {
        placeAndTakeAwayWhatFits("");

        compat();
        world.settle();

        assertThat(world.clusters(BINDING)).isEmpty();
    }

    @Test
    void keepsAPolicysOtherHints() {
        PlacementDefaults compat = new PlacementDefaults(true, List.of());

        assertThat(compat.hints("{\"stickiness\":150}")).isEqualTo("{\"stickiness\":150,\"karmadaCompat\":true}");
        assertThat(compat.hints("{\"karmadaCompat\":false}")).isEqualTo("{\"karmadaCompat\":false}");
        assertThat(compat.hints("")).isEqualTo("{\"karmadaCompat\":true}");
        assertThat(PlacementDefaults.NONE.hints("")).isEmpty();
    }

    @Test
    void isReadAsItIsWritten() {
        PlacementDefaults written = new PlacementDefaults(
                true, List.of(new ExtenderRule("cost", List.of("apps/v1/Deployment"), 3, true, 60)));
        world.apply(written.configMap().toString());

        assertThat(PlacementDefaults.at(world.snapshot())).isEqualTo(written);
    }
}
