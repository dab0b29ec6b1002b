package dev.flotilla.placement.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which templates a change of one cluster has looked at. */
class ConcernsTest {
    private static final String DIVIDED = """
            "replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"}""";

    private static final String DIVIDED_BINDING = "work.karmada.io/resourcebindings/shop/divided-deployment";

    private final World world = new World();

    @BeforeEach
    void oneWorkloadOfEachSort() {
        cluster("eu-1", "\"tier\": \"gold\"", 100);
        cluster("us-1", "\"tier\": \"iron\"", 100);
        policy("divided", "\"clusterAffinity\": {\"clusterNames\": [\"eu-1\"]}, " + DIVIDED);
        policy("copied", "");
        policy("gold", "\"clusterAffinity\": {\"labelSelector\": {\"matchLabels\": {\"tier\": \"gold\"}}}");
        policy("toolarge", DIVIDED);
        deployment("divided", 4);
        deployment("copied", 1);
        deployment("gold", 1);
        deployment("toolarge", 4000);
        world.settle();
    }

    @Test
    void whatAClusterHasLeftMattersToWhatLacksAPlaceAlone() {
        assertThat(concernedBy(() -> cluster("eu-1", "\"tier\": \"gold\"", 99))).containsExactly("toolarge");
    }

    @Test
    void aReportThatSaysTheSameMattersToNobody() {
        assertThat(concernedBy(() -> world.edit(
                        "cluster.karmada.io/clusters//eu-1",
                        tree -> tree.withObject("/status").put("kubernetesVersion", "v1.36.0"))))
                .isEmpty();
    }

    @Test
    void aLabelMattersToPlacementsThatNameIt() {
        assertThat(concernedBy(() -> cluster("us-1", "\"tier\": \"gold\"", 100)))
                .containsExactly("gold");
        assertThat(concernedBy(() -> cluster("us-1", "\"tier\": \"gold\", \"weather\": \"fine\"", 100)))
                .isEmpty();
    }

    @Test
    void aTaintMattersToWhatIsThereAndToWhatWouldCome() {
        assertThat(concernedBy(() -> world.edit(
                        "cluster.karmada.io/clusters//eu-1",
                        tree -> tree.withObject("/spec")
                                .putArray("taints")
                                .addObject()
                                .put("key", "full")
                                .put("effect", "NoSchedule"))))
                .containsExactlyInAnyOrder("divided", "copied", "gold", "toolarge");
    }

    @Test
    void aNewClusterMattersToWhatMayComeToIt() {
        assertThat(concernedBy(() -> cluster("ap-1", "\"tier\": \"iron\"", 10)))
                .containsExactlyInAnyOrder("copied", "toolarge");
    }

    @Test
    void anIndexThatBeginsLaterKnowsTheSame() {
        PlacementReconcilerProbe late = new PlacementReconcilerProbe(world);

        assertThat(late.concernedBy(() -> cluster("us-1", "\"tier\": \"gold\"", 100)))
                .containsExactly("gold");
    }

    @Test
    void aDecisionThatWasWrittenIsNotMadeAgain() {
        int before = world.decisionsMade;

        policy("divided", "\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}, " + DIVIDED);
        world.settle();

        assertThat(world.clusters(DIVIDED_BINDING)).isEqualTo("us-1=4");
        assertThat(world.decisionsMade).isEqualTo(before + 1);
    }

    @Test
    void aReportOfAClusterMeanwhileHasNothingDecidedAgainThatFoundAPlace() {
        assertThat(decisionsWhile(() -> cluster("us-1", "\"tier\": \"iron\"", 98)))
                .isEqualTo(1);
    }

    /** How often it is decided about one workload whose placement changes, if this happens before that is written. */
    private int decisionsWhile(Runnable happens) {
        world.delete("apps/deployments/shop/toolarge");
        world.settle();
        int before = world.decisionsMade;
        policy("divided", "\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}, " + DIVIDED);
        world.meanwhile(happens);
        world.settle();
        assertThat(world.clusters(DIVIDED_BINDING)).isEqualTo("us-1=4");
        return world.decisionsMade - before;
    }

    @Test
    void aCopyThatIsGoneIsNoReasonToDecide() {
        policy("divided", "\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}, " + DIVIDED);
        world.settle();
        assertThat(world.removing(DIVIDED_BINDING)).isEqualTo("eu-1:Moved");
        int before = world.decisionsMade;

        world.edit(DIVIDED_BINDING, tree -> {
            tree.withObject("/spec").remove("removing");
            tree.withObject("/status")
                    .put(
                            "schedulerObservedGeneration",
                            tree.at("/metadata/generation").asLong() + 1);
        });
        world.settle();

        assertThat(world.decisionsMade).isEqualTo(before);
    }

    @Test
    void anEditOfABindingIsDecidedAbout() {
        world.edit(
                DIVIDED_BINDING,
                tree -> tree.withObject("/spec")
                        .putArray("clusters")
                        .addObject()
                        .put("name", "eu-1")
                        .put("replicas", 1));
        world.settle();

        assertThat(world.clusters(DIVIDED_BINDING)).isEqualTo("eu-1=4");
    }

    @Test
    void forgetsWhatIsGone() {
        world.delete("apps/deployments/shop/toolarge");
        world.settle();

        assertThat(concernedBy(() -> cluster("eu-1", "\"tier\": \"gold\"", 99))).isEmpty();
    }

    private List<String> concernedBy(Runnable change) {
        List<Change> changes = changes(change);
        List<String> names = changes.stream()
                .flatMap(each -> world.placement.concerns(world.snapshot(), each))
                .map(ObjectKey::name)
                .distinct()
                .toList();
        world.settle();
        return names;
    }

    private List<Change> changes(Runnable change) {
        var before = world.snapshot();
        change.run();
        var after = world.snapshot();
        return List.of("eu-1", "us-1", "ap-1").stream()
                .map(name -> ObjectKey.parse("cluster.karmada.io/clusters//" + name))
                .filter(key -> version(before.get(key)) != version(after.get(key)))
                .map(key -> new Change(
                        key, before.get(key).orElse(null), after.get(key).orElse(null), after.resourceVersion()))
                .toList();
    }

    private static long version(java.util.Optional<StoredObject> object) {
        return object.map(StoredObject::resourceVersion).orElse(0L);
    }

    /** Another reconciler over the same state, which was told of none of its changes. */
    private final class PlacementReconcilerProbe {
        private final PlacementReconciler reconciler;

        PlacementReconcilerProbe(World world) {
            reconciler = new PlacementReconciler(world.catalog());
        }

        List<String> concernedBy(Runnable change) {
            return changes(change).stream()
                    .flatMap(each -> reconciler.concerns(world.snapshot(), each))
                    .map(ObjectKey::name)
                    .distinct()
                    .toList();
        }
    }

    private void deployment(String name, int replicas) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"replicas": %d}}""".formatted(name, replicas));
    }

    private void policy(String name, String placement) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "%s", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"}],
                  "placement": {%s}}}""".formatted(name, name, placement));
    }

    private void cluster(String name, String labels, int pods) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
                 "metadata": {"name": "%s", "labels": {%s}}, "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "%d"}}}}""".formatted(name, labels, pods));
    }
}
