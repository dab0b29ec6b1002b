package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class StatusSummaryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:00:00Z");
    private final StatusSummary summary = new StatusSummary(HubState.templates(), new Interpreters());
    private final HubState hub = new HubState();

    private static Observation seen(String cluster, int ready) {
        JsonNode status = HubState.value("{'replicas':" + ready + ",'readyReplicas':" + ready
                + ",'updatedReplicas':" + ready + ",'availableReplicas':" + ready
                + ",'observedGeneration':7,'generation':7,'resourceTemplateGeneration':3}");
        return new Observation(cluster, true, "", Health.HEALTHY, Optional.of(status), NOW, false);
    }

    private List<Effect> decide(StoredObject binding, List<Observation> news) {
        return summary.decide(hub.table(), binding.key(), news, NOW);
    }

    private static JsonNode written(List<Effect> effects, String kind) {
        return effects.stream()
                .map(effect -> switch (effect) {
                    case Effect.UpdateStatus status -> status.object();
                    case Effect.Replace replace -> replace.object();
                    default -> throw new AssertionError("unexpected " + effect);
                })
                .filter(object -> object.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sumsUpWhatMembersReport() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            hub.deployment(9);
            List<Observation> news = new ArrayList<>();
            StringBuilder clusters = new StringBuilder();
            int sum = 0;
            for (int index = 0; index < 1 + random.nextInt(5); index++) {
                int ready = random.nextInt(6);
                sum += ready;
                news.add(seen("c" + index, ready));
                clusters.append(index == 0 ? "" : ",")
                        .append("{'name':'c")
                        .append(index)
                        .append("'}");
            }
            StoredObject binding = hub.binding(",'clusters':[" + clusters + "]", "{}");

            List<Effect> effects = decide(binding, news);

            JsonNode deployment = written(effects, "Deployment");
            assertThat(deployment.at("/status/readyReplicas").asInt())
                    .as("seed %d", seed)
                    .isEqualTo(sum);
            assertThat(deployment.at("/status/observedGeneration").asInt()).isEqualTo(3);
            BindingStatus status = BindingStatus.of(written(effects, "ResourceBinding"));
            assertThat(status.condition(BindingStatus.FULLY_APPLIED)
                            .orElseThrow()
                            .isTrue())
                    .isTrue();
        }
    }

    @Test
    void saysWhereItIsNotAppliedYet() {
        hub.deployment(2);
        StoredObject binding = hub.binding(",'clusters':[{'name':'eu-1'},{'name':'us-1'}]", "{}");

        BindingStatus status = BindingStatus.of(written(decide(binding, List.of(seen("eu-1", 2))), "ResourceBinding"));

        assertThat(status.condition(BindingStatus.FULLY_APPLIED).orElseThrow().message())
                .endsWith("us-1");
        assertThat(status.aggregatedStatus()).hasSize(1);
    }

    @Test
    void decidingAgainChangesNothing() {
        hub.deployment(2);
        StoredObject binding = hub.binding(",'clusters':[{'name':'eu-1'}]", "{}");
        List<Effect> effects = decide(binding, List.of(seen("eu-1", 2)));
        StoredObject after = hub.put(written(effects, "ResourceBinding").toString());

        assertThat(decide(after, List.of(seen("eu-1", 2)))).isEmpty();
    }

    @Test
    void dropsARemovalOnlyWhenItIsConfirmed() {
        hub.deployment(2);
        StoredObject binding = hub.binding(
                ",'clusters':[{'name':'us-1'}],'removing':[{'cluster':'eu-1','why':'Moved'},{'cluster':'eu-2','why':'Moved'}]",
                "{}");

        JsonNode after = written(decide(binding, List.of(Observation.absent("eu-1", NOW))), "ResourceBinding");

        assertThat(after.at("/spec/removing").toString()).isEqualTo("[{\"cluster\":\"eu-2\",\"why\":\"Moved\"}]");
        assertThat(decide(binding, List.of(Observation.absent("us-1", NOW)))).isEmpty();
    }

    @Test
    void whatWasDecidedStaysSoWhenARemovalIsConfirmedAndWhatWasNotDoesNot() {
        hub.deployment(2);
        String rest = ",'clusters':[{'name':'us-1'}],'removing':[{'cluster':'eu-1','why':'Moved'}]";
        List<Observation> gone = List.of(Observation.absent("eu-1", NOW));

        JsonNode decided =
                written(decide(hub.binding(rest, "{'schedulerObservedGeneration':1}"), gone), "ResourceBinding");
        JsonNode open =
                written(decide(hub.binding(rest, "{'schedulerObservedGeneration':0}"), gone), "ResourceBinding");

        assertThat(decided.at("/status/schedulerObservedGeneration").asInt()).isEqualTo(2);
        assertThat(open.at("/status/schedulerObservedGeneration").asInt()).isZero();
    }

    @Test
    void letsGoOfADeletedBindingWhenNothingIsLeft() {
        StoredObject binding = deleted("'removing':[{'cluster':'eu-1','why':'TemplateDeleted'}]");

        JsonNode after = written(decide(binding, List.of(Observation.absent("eu-1", NOW))), "ResourceBinding");

        assertThat(after.at("/metadata/finalizers")).isEmpty();
    }

    @Test
    void holdsADeletedBindingWhoseTargetsAreNotNamedForRemovalYet() {
        StoredObject binding = deleted("'clusters':[{'name':'eu-1'},{'name':'us-1'}]");

        JsonNode after = written(decide(binding, List.of(seen("eu-1", 2))), "ResourceBinding");

        assertThat(after.at("/metadata/finalizers")).hasSize(1);
        assertThat(decide(binding, List.of(Observation.absent("eu-1", NOW)))).isEmpty();
    }

    /** A binding that is being deleted. */
    private StoredObject deleted(String restOfSpec) {
        return hub.put("""
                {'apiVersion':'work.karmada.io/v1alpha2','kind':'ResourceBinding','metadata':{'name':'cart-deployment',
                 'namespace':'shop','uid':'b1','generation':1,'finalizers':['flotilla.dev/removal'],
                 'deletionTimestamp':'2026-11-24T00:00:00Z'},
                 'spec':{'resource':{'apiVersion':'apps/v1','kind':'Deployment','namespace':'shop','name':'cart'},
                   %s}}""".formatted(restOfSpec));
    }
}
