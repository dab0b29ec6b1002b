package dev.flotilla.placement.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlacementEventTest {
    private final World world = new World();

    @BeforeEach
    void twoClustersAndAPolicy() {
        cluster("eu-1", 100);
        cluster("us-1", 100);
        policy("{}");
        world.settle();
    }

    @Test
    void tellsWhereAWorkloadWentAtFirst() {
        deployment(4);

        JsonNode event = only("Normal");
        assertThat(event.path("reason").asString()).isEqualTo("ScheduleBindingSucceed");
        assertThat(event.path("message").asString())
                .isEqualTo("Placed in eu-1 (2), us-1 (2). Why now: it is new to the fleet.");
        assertThat(event.at("/involvedObject/kind").asString()).isEqualTo("Deployment");
        assertThat(event.at("/involvedObject/uid").asString())
                .isEqualTo(
                        world.at("apps/deployments/shop/web", "/metadata/uid").asString());
    }

    @Test
    void tellsWhatMovedAndWhyInTheSameEvent() {
        deployment(4);
        deployment(6);

        assertThat(only("Normal").path("message").asString())
                .isEqualTo("Moved, as its replicas changed: eu-1 2→3, us-1 2→3. Placed in eu-1 (3), us-1 (3).");
        assertThat(only("Normal").path("count").asInt()).isEqualTo(2);

        policy("{\"clusterNames\": [\"us-1\"]}");
        world.settle();

        assertThat(only("Normal").path("message").asString())
                .startsWith("Moved, as its policy's placement changed: eu-1 3→0, us-1 3→6. ");
    }

    @Test
    void warnsOfWhatFindsNoPlace() {
        deployment(4);
        deployment(4000);

        assertThat(only("Warning").path("reason").asString()).isEqualTo("ScheduleBindingFailed");
        assertThat(only("Warning").path("message").asString()).contains("3996 more");
    }

    @Test
    void saysNothingWhenNothingIsNew() {
        deployment(4);
        long version = world.snapshot().resourceVersion();
        cluster("eu-1", 99);
        world.settle();

        assertThat(world.snapshot().resourceVersion()).as("the cluster alone").isEqualTo(version + 1);
    }

    @Test
    void goesWithTheTemplate() {
        deployment(4);
        deployment(4000);
        assertThat(events()).hasSize(2);

        world.delete("apps/deployments/shop/web");
        world.settle();
        world.edit(
                "work.karmada.io/resourcebindings/shop/web-deployment",
                tree -> tree.withObject("/spec").remove("removing"));
        world.settle();

        assertThat(events()).isEmpty();
    }

    private List<StoredObject> events() {
        return world.snapshot().list(new GroupResource("", "events")).toList();
    }

    private JsonNode only(String type) {
        List<JsonNode> found = events().stream()
                .<JsonNode>map(StoredObject::tree)
                .filter(event -> event.path("type").asString().equals(type))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private void deployment(int replicas) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": %d}}""".formatted(replicas));
        world.settle();
    }

    private void policy(String affinity) {
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                  "placement": {"clusterAffinity": %s, "replicaScheduling": {"replicaSchedulingType": "Divided",
                    "replicaDivisionPreference": "Weighted",
                    "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}}}""".formatted(affinity));
    }

    private void cluster(String name, int pods) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"},
                 "status": {"apiEnablements": [
                    {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}],
                  "resourceSummary": {"allocatable": {"pods": "%d"}}}}""".formatted(name, pods));
    }
}
