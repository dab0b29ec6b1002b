package dev.flotilla.placement.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.placement.binding.World;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Static assignments, on their way to members. */
class AssignedQuotaTest {
    private static final String QUOTA = "policy.karmada.io/federatedresourcequotas/shop/all";
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/all-federatedresourcequota";

    private final World world = new World().run(new FederatedResourceQuotaReconciler());

    @Test
    void aShareGoesToEachClusterOfTheFleetThatItIsAssignedTo() {
        cluster("eu-1");
        cluster("us-1");
        cluster("ap-1");

        quota("eu-1", "us-1", "unknown");

        assertThat(names("clusters", "name")).isEqualTo("eu-1 us-1");
        assertThat(world.at(BINDING, "/spec/resource/kind").asString()).isEqualTo("FederatedResourceQuota");
        assertThat(world.at(BINDING, "/spec/placement").isMissingNode())
                .as("no policy places it")
                .isTrue();
        assertThat(world.at(BINDING, "/metadata/finalizers/0").asString()).isEqualTo("flotilla.dev/removal");
    }

    @Test
    void aClusterThatJoinsLaterGetsItsShareAndOthersNone() {
        cluster("eu-1");
        quota("eu-1", "us-1");

        cluster("us-1");
        cluster("ap-1");

        assertThat(names("clusters", "name")).isEqualTo("eu-1 us-1");
    }

    @Test
    void aQuotaWithoutAssignmentsHasNoBinding() {
        cluster("eu-1");

        quota();

        assertThat(world.get(BINDING)).isEmpty();
    }

    @Test
    void aShareThatIsTakenBackIsRemovedWithoutWaiting() {
        cluster("eu-1");
        cluster("us-1");
        quota("eu-1", "us-1");

        quota("us-1");
        assertThat(names("clusters", "name")).isEqualTo("us-1");
        assertThat(names("removing", "cluster")).isEqualTo("eu-1");
        assertThat(world.at(BINDING, "/spec/removing/0/why").asString()).isEqualTo("PolicyGone");

        quota("eu-1", "us-1");
        assertThat(names("clusters", "name")).as("it is wanted again").isEqualTo("eu-1 us-1");
        assertThat(names("removing", "cluster")).isEmpty();
    }

    @Test
    void aClusterThatIsGoneNeedsNothingRemoved() {
        cluster("eu-1");
        cluster("us-1");
        quota("eu-1", "us-1");

        world.delete("cluster.karmada.io/clusters//eu-1");
        world.settle();

        assertThat(names("clusters", "name")).isEqualTo("us-1");
        assertThat(names("removing", "cluster")).isEmpty();
    }

    @Test
    void theSharesOfADeletedQuotaGoBeforeItsBinding() {
        cluster("eu-1");
        quota("eu-1");

        world.delete(QUOTA);
        world.settle();
        assertThat(names("clusters", "name")).isEmpty();
        assertThat(names("removing", "cluster")).isEqualTo("eu-1");
        assertThat(world.at(BINDING, "/spec/removing/0/why").asString()).isEqualTo("TemplateDeleted");
        assertThat(world.at(BINDING, "/metadata/deletionTimestamp").isString()).isTrue();

        world.edit(BINDING, tree -> ((ObjectNode) tree.path("spec")).remove("removing"));
        world.settle();
        assertThat(world.get(BINDING)).isEmpty();
    }

    @Test
    void whatMembersReportStaysInTheStatus() {
        cluster("eu-1");
        quota("eu-1");
        String reported = "[{\"clusterName\":\"eu-1\",\"hard\":{\"cpu\":\"2\"},\"used\":{\"cpu\":\"1\"}}]";
        world.edit(QUOTA, tree -> {
            JsonNode parsed = ObjectJson.mapper().readTree(reported);
            tree.withObject("/status").set("aggregatedStatus", parsed);
        });
        world.settle();

        assertThat(world.at(QUOTA, "/status"))
                .isEqualTo(ObjectJson.mapper()
                        .readTree("{\"overall\":{\"cpu\":\"4\"},\"overallUsed\":{\"cpu\":\"0\"},"
                                + "\"aggregatedStatus\":" + reported + "}"));
    }

    @Test
    void comesToRest() {
        cluster("eu-1");
        quota("eu-1");
        long version = world.snapshot().resourceVersion();

        cluster("eu-1");
        world.edit(
                BINDING,
                tree -> tree.withObject("/status")
                        .putArray("aggregatedStatus")
                        .addObject()
                        .put("clusterName", "eu-1")
                        .put("applied", true));
        world.settle();

        assertThat(world.snapshot().resourceVersion() - version)
                .as("the two writes above")
                .isLessThanOrEqualTo(3);
    }

    private String names(String list, String field) {
        return world.at(BINDING, "/spec/" + list)
                .valueStream()
                .map(each -> each.path(field).asString(""))
                .collect(Collectors.joining(" "));
    }

    private void quota(String... clusters) {
        String assignments = List.of(clusters).stream()
                .map(cluster -> "{\"clusterName\": \"" + cluster + "\", \"hard\": {\"cpu\": \"1\"}}")
                .collect(Collectors.joining(","));
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "FederatedResourceQuota",
                 "metadata": {"name": "all", "namespace": "shop"},
                 "spec": {"overall": {"cpu": "4"}, "staticAssignments": [%s]}}""".formatted(assignments));
        world.settle();
    }

    private void cluster(String name) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster", "metadata": {"name": "%s"},
                 "spec": {"syncMode": "Push"}, "status": {}}""".formatted(name));
        world.settle();
    }
}
