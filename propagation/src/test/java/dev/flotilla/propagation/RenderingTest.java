package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RenderingTest {
    private static final String DIVIDED = ",'placement':{'replicaScheduling':{'replicaSchedulingType':'Divided'}}";
    private final Rendering rendering = new Rendering("hub-1", HubState.templates(), new Interpreters());
    private final HubState hub = new HubState();

    private RenderOutcome.Rendered rendered(StoredObject binding, String cluster) {
        RenderOutcome outcome = rendering.render(hub.table(), binding, cluster);
        assertThat(outcome).isInstanceOf(RenderOutcome.Rendered.class);
        return (RenderOutcome.Rendered) outcome;
    }

    @Test
    void leavesOutWhatBelongsToTheHubAndStampsTheRest() {
        hub.deployment(5);
        StoredObject binding = hub.binding(",'clusters':[{'name':'eu-1','replicas':5}]", "{}");

        JsonNode manifest = rendered(binding, "eu-1").manifest();

        JsonNode metadata = manifest.path("metadata");
        assertThat(manifest.has("status")).isFalse();
        assertThat(List.of("uid", "generation", "creationTimestamp", "managedFields", "resourceVersion"))
                .noneMatch(metadata::has);
        assertThat(metadata.path("labels").propertyNames()).containsExactlyInAnyOrder("app", Marks.HUB, Marks.MANAGED);
        assertThat(metadata.path("labels").path(Marks.HUB).asString()).isEqualTo("hub-1");
        assertThat(metadata.path("annotations").propertyNames())
                .containsExactlyInAnyOrder(
                        Marks.TEMPLATE_UID,
                        Marks.TEMPLATE_GENERATION,
                        Marks.HASH,
                        Marks.INPUT_VERSION,
                        Marks.BINDING,
                        Marks.WORK_NAMESPACE,
                        Marks.WORK_NAME);
        assertThat(metadata.path("annotations").path(Marks.WORK_NAMESPACE).asString())
                .isEqualTo("karmada-es-eu-1");
    }

    @Test
    void givesEachClusterItsShareOnlyWhenReplicasAreDivided() {
        hub.deployment(5);
        String clusters = ",'clusters':[{'name':'eu-1','replicas':3},{'name':'us-1','replicas':2}]";

        StoredObject divided = hub.binding(clusters + DIVIDED, "{}");
        assertThat(rendered(divided, "eu-1").manifest().at("/spec/replicas").asInt())
                .isEqualTo(3);
        assertThat(rendered(divided, "us-1").manifest().at("/spec/replicas").asInt())
                .isEqualTo(2);

        StoredObject duplicated = hub.binding(clusters, "{}");
        assertThat(rendered(duplicated, "us-1").manifest().at("/spec/replicas").asInt())
                .isEqualTo(5);
    }

    @Test
    void overridesForTheClusterAlone() {
        hub.deployment(1);
        hub.put("{'apiVersion':'cluster.karmada.io/v1alpha1','kind':'Cluster','metadata':{'name':'eu-1',"
                + "'labels':{'tier':'gold'}},'spec':{'syncMode':'Push','region':'eu'}}");
        hub.put("""
                {'apiVersion':'policy.karmada.io/v1alpha1','kind':'OverridePolicy','metadata':{'name':'gold','namespace':'shop'},
                 'spec':{'overrideRules':[{'targetCluster':{'labelSelector':{'matchLabels':{'tier':'gold'}}},
                   'overriders':{'imageOverrider':[{'component':'Tag','operator':'replace','value':'2'}]}}]}}""");
        StoredObject binding = hub.binding("", "{}");

        assertThat(image(rendered(binding, "eu-1"))).isEqualTo("nginx:2");
        assertThat(image(rendered(binding, "us-1"))).isEqualTo("nginx:1.25");
    }

    private static String image(RenderOutcome.Rendered rendered) {
        return rendered.manifest().at("/spec/template/spec/containers/0/image").asString();
    }

    @Test
    void saysWhyThereIsNothingToWrite() {
        StoredObject binding = hub.binding(",'suspension':{'dispatching':true}", "{}");
        assertThat(rendering.render(hub.table(), binding, "eu-1")).isEqualTo(new RenderOutcome.TemplateMissing());

        hub.deployment(1);
        assertThat(rendering.render(hub.table(), binding, "eu-1")).isInstanceOf(RenderOutcome.Suspended.class);

        hub.put("""
                {'apiVersion':'policy.karmada.io/v1alpha1','kind':'ClusterOverridePolicy','metadata':{'name':'bad'},
                 'spec':{'overrideRules':[{'overriders':{'plaintext':[
                   {'path':'/spec/nothing/here','operator':'replace','value':1}]}}]}}""");
        StoredObject running = hub.binding("", "{}");
        assertThat(rendering.render(hub.table(), running, "eu-1"))
                .isInstanceOfSatisfying(
                        RenderOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("bad"));
    }

    @Test
    void losesNothingOfTheOrderWhenAPolicyGoes() {
        hub.deployment(1);
        StoredObject binding = hub.binding("", "{}");
        StoredObject policy = hub.put("""
                {'apiVersion':'policy.karmada.io/v1alpha1','kind':'OverridePolicy','metadata':{'name':'a','namespace':'shop'},
                 'spec':{'overrideRules':[{'overriders':{'labelsOverrider':[{'operator':'add','value':{'x':'y'}}]}}]}}""");
        RenderOutcome.Rendered with = rendered(binding, "eu-1");

        hub.remove(policy.key());
        RenderOutcome.Rendered without = rendered(binding, "eu-1");

        assertThat(without.hash()).isNotEqualTo(with.hash());
        assertThat(without.inputVersion()).isGreaterThan(with.inputVersion());
    }

    @Test
    void rendersTheSameFromTheSame() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            HubState state = new HubState();
            state.deployment(random.nextInt(20));
            StoredObject binding =
                    state.binding(",'clusters':[{'name':'a','replicas':" + random.nextInt(9) + "}]" + DIVIDED, "{}");
            RenderOutcome first = rendering.render(state.table(), binding, "a");
            state.put("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'other','namespace':'shop'}}");

            assertThat(rendering.render(state.table(), binding, "a"))
                    .as("seed %d", seed)
                    .isInstanceOfSatisfying(
                            RenderOutcome.Rendered.class,
                            again -> assertThat(again.hash()).isEqualTo(((RenderOutcome.Rendered) first).hash()));
        }
    }
}
