package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A FederatedResourceQuota in members, and what they report of it. */
final class AssignedQuotaTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:00:00Z");

    private final HubState hub = new HubState();
    private final Rendering rendering = new Rendering("hub-1", HubState.templates(), new Interpreters());
    private final WorkView works = new WorkView(HubState.templates(), rendering);
    private final StatusSummary summary = new StatusSummary(HubState.templates(), new Interpreters());

    @Test
    void isAResourceQuotaOfTheSameNameWithTheClustersShare() {
        quota();

        RenderOutcome outcome = rendering.render(hub.table(), binding("{}"), "eu-1");

        assertThat(outcome).isInstanceOfSatisfying(RenderOutcome.Rendered.class, rendered -> {
            assertThat(rendered.target().path()).isEqualTo("/api/v1/namespaces/shop/resourcequotas/all");
            JsonNode manifest = rendered.manifest();
            assertThat(manifest.path("apiVersion").asString()).isEqualTo("v1");
            assertThat(manifest.path("kind").asString()).isEqualTo("ResourceQuota");
            assertThat(manifest.path("spec").toString())
                    .isEqualTo("{\"hard\":{\"cpu\":\"2\",\"requests.memory\":\"4Gi\"}}");
            assertThat(manifest.path("metadata").path("labels").propertyNames())
                    .containsExactlyInAnyOrder(Marks.QUOTA_NAMESPACE, Marks.QUOTA_NAME, Marks.HUB, Marks.MANAGED);
        });
    }

    @Test
    void waitsWhereNothingIsAssignedAnyMore() {
        quota();

        assertThat(rendering.render(hub.table(), binding("{}"), "ap-1")).isInstanceOf(RenderOutcome.Suspended.class);
    }

    @Test
    void isShownAsAWorkOfWhatTheMemberHolds() {
        quota();
        StoredObject binding =
                binding("{'aggregatedStatus':[{'clusterName':'eu-1','applied':true,'health':'Healthy'}]}");
        RenderOutcome.Rendered rendered = (RenderOutcome.Rendered) rendering.render(hub.table(), binding, "eu-1");

        StoredObject work =
                works.list(hub.table(), "karmada-es-eu-1", null).findFirst().orElseThrow();

        assertThat(work.key().name())
                .isEqualTo(rendered.manifest()
                        .path("metadata")
                        .path("annotations")
                        .path(Marks.WORK_NAME)
                        .asString());
        assertThat(work.tree().at("/spec/workload/manifests/0/kind").asString()).isEqualTo("ResourceQuota");
        assertThat(work.tree()
                        .at("/status/manifestStatuses/0/identifier/resource")
                        .asString())
                .isEqualTo("resourcequotas");
        assertThat(works.get(hub.table(), work.key())).isPresent();
    }

    @Test
    void putsWhatMembersReportIntoTheQuotasStatusAndLeavesTheRest() {
        quota();
        StoredObject binding = binding("{}");

        List<Effect> effects = summary.decide(
                hub.table(),
                binding.key(),
                List.of(
                        seen("us-1", "{'hard':{'cpu':'1'},'used':{'cpu':'500m'}}"),
                        seen("eu-1", "{'hard':{'cpu':'2'},'used':{'cpu':'0'}}")),
                NOW);

        JsonNode quota = effects.stream()
                .filter(Effect.UpdateStatus.class::isInstance)
                .map(effect -> ((Effect.UpdateStatus) effect).object())
                .filter(object -> object.path("kind").asString().equals("FederatedResourceQuota"))
                .findFirst()
                .orElseThrow();
        assertThat(quota.path("status"))
                .isEqualTo(HubState.value("{'overall':{'cpu':'4'},'overallUsed':{'cpu':'1'},'aggregatedStatus':["
                        + "{'clusterName':'eu-1','hard':{'cpu':'2'},'used':{'cpu':'0'}},"
                        + "{'clusterName':'us-1','hard':{'cpu':'1'},'used':{'cpu':'500m'}}]}"));
    }

    private static Observation seen(String cluster, String status) {
        return new Observation(cluster, true, "", Health.HEALTHY, Optional.of(HubState.value(status)), NOW, false);
    }

    private void quota() {
        hub.put("""
                {'apiVersion':'policy.karmada.io/v1alpha1','kind':'FederatedResourceQuota','metadata':{'name':'all',
                 'namespace':'shop','uid':'q1','generation':1},'spec':{'overall':{'cpu':'4','requests.memory':'8Gi'},
                 'staticAssignments':[{'clusterName':'eu-1','hard':{'requests.memory':'4Gi','cpu':'2'}},
                  {'clusterName':'us-1','hard':{'cpu':'1'}}]},
                 'status':{'overall':{'cpu':'4'},'overallUsed':{'cpu':'1'}}}""");
    }

    private StoredObject binding(String status) {
        return hub.put("""
                {'apiVersion':'work.karmada.io/v1alpha2','kind':'ResourceBinding','metadata':{
                 'name':'all-federatedresourcequota','namespace':'shop','uid':'b1','generation':1},
                 'spec':{'resource':{'apiVersion':'policy.karmada.io/v1alpha1','kind':'FederatedResourceQuota',
                  'namespace':'shop','name':'all','uid':'q1'},'clusters':[{'name':'eu-1'},{'name':'us-1'}]},
                 'status':%s}""".formatted(status));
    }
}
