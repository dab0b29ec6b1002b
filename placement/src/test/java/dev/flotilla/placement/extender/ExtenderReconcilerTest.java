package dev.flotilla.placement.extender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.placement.binding.World;
import dev.flotilla.placement.defaults.ExtenderRule;
import dev.flotilla.placement.defaults.PlacementDefaults;
import dev.flotilla.placement.extender.Extenders.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExtenderReconcilerTest {
    private static final String BINDING = "work.karmada.io/resourcebindings/shop/web-deployment";
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final ExtenderRule COST = new ExtenderRule("cost", List.of("apps/v1/Deployment"), 2, false, 600);

    /** Answers the second time it is asked, as one does who is far away. */
    private static final class Fake implements Extenders {
        private final List<ExtenderQuestion> asked = new ArrayList<>();
        private Optional<Reply> reply = Optional.empty();
        private String pending = "";

        @Override
        public Reply ask(String extender, ExtenderQuestion question) {
            if (!pending.equals(question.hash())) {
                pending = question.hash();
                asked.add(question);
                return new Reply.Pending(LOOK);
            }
            if (reply.isPresent()) {
                pending = "";
            }
            return reply.orElse(new Reply.Pending(LOOK));
        }

        void says(String response) {
            reply = Optional.of(new Reply.Answered(
                    ObjectJson.parse(("{\"response\": " + response + "}").getBytes(StandardCharsets.UTF_8))));
        }
    }

    private final Fake extender = new Fake();
    private final World world = new World().run(new ExtenderReconciler(extender));

    @BeforeEach
    void threeClusters() {
        for (String name : List.of("eu-1", "us-1", "us-2")) {
            cluster(name, "");
        }
        world.apply("""
                {"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
                 "metadata": {"name": "p", "namespace": "shop"},
                 "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                          "placement": {"spreadConstraints": [
                            {"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}]}}}""");
        ask(COST);
    }

    private void cluster(String name, String label) {
        world.apply("""
                {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
                 "metadata": {"name": "%s", "labels": {"tier": "%s"}},
                 "spec": {}, "status": {"apiEnablements": [{"groupVersion": "apps/v1",
                   "resources": [{"name": "deployments", "kind": "Deployment"}]}]}}""".formatted(name, label));
    }

    private void ask(ExtenderRule... rules) {
        world.apply(new PlacementDefaults(false, List.of(rules)).configMap().toString());
    }

    private void deploy(int replicas) {
        world.apply("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"replicas": %d, "template": {"spec": {"containers": [{"name": "main"}]}}}}""".formatted(replicas));
        rest();
    }

    private void rest() {
        for (int look = 0; look < 4; look++) {
            world.settle();
            world.pass(LOOK);
        }
        world.settle();
    }

    private String scheduled() {
        for (JsonNode condition : world.at(BINDING, "/status/conditions")) {
            if (condition.path("type").asString("").equals("Scheduled")) {
                return condition.path("status").asString("") + " "
                        + condition.path("message").asString("");
            }
        }
        return "";
    }

    @Test
    void aWorkloadWaitsForTheAnswerAndGoesWhereItIsBest() {
        deploy(2);
        assertThat(world.clusters(BINDING)).isEmpty();
        assertThat(scheduled()).as("nothing was decided yet").isEmpty();

        extender.says(
                "{\"refused\": {\"us-2\": \"sold out\"}, \"scores\": {\"eu-1\": 10, \"us-1\": 60, \"us-2\": 100}}");
        rest();

        assertThat(world.clusters(BINDING)).isEqualTo("us-1=2");
        assertThat(extender.asked).hasSize(1);
        JsonNode request = extender.asked.getFirst().review().path("request");
        assertThat(request.at("/workload/name").asString("")).isEqualTo("web");
        assertThat(request.path("clusters")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .containsExactly("eu-1", "us-1", "us-2");
    }

    @Test
    void anAnswerHoldsUntilTheQuestionChangesOrItIsOld() {
        extender.says("{\"scores\": {\"us-1\": 60}}");
        deploy(2);
        rest();
        assertThat(extender.asked).hasSize(1);

        world.pass(Duration.ofSeconds(590));
        rest();
        assertThat(extender.asked).hasSize(1);
        world.pass(Duration.ofSeconds(20));
        rest();
        assertThat(extender.asked).as("it is old").hasSize(2);

        cluster("eu-1", "gold");
        rest();
        assertThat(extender.asked).as("a cluster was relabelled").hasSize(3);
        assertThat(world.clusters(BINDING)).isEqualTo("us-1=2");
    }

    @Test
    void aRefusalLaterOnMovesTheWorkload() {
        extender.says("{\"scores\": {\"us-1\": 60}}");
        deploy(2);
        assertThat(world.clusters(BINDING)).isEqualTo("us-1=2");

        extender.says("{\"refused\": {\"us-1\": \"no licence\"}}");
        world.pass(Duration.ofSeconds(601));
        rest();

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");
        assertThat(world.at(BINDING, "/status/decision/leftOut").toString()).contains("cost: no licence");
    }

    @Test
    void oneThatCannotBeAskedKeepsANewWorkloadWaitingAndSaysSo() {
        extender.reply = Optional.of(new Reply.Failed("connection refused"));
        deploy(2);

        assertThat(world.clusters(BINDING)).isEmpty();
        assertThat(scheduled()).isEqualTo("False the extender cost could not be asked: connection refused");

        extender.says("{}");
        world.pass(ExtenderReconciler.RETRY);
        rest();
        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");
    }

    @Test
    void oneThatMayBeIgnoredKeepsNothingWaiting() {
        ask(new ExtenderRule("cost", List.of(), 2, true, 600));
        extender.reply = Optional.of(new Reply.Failed("connection refused"));
        deploy(2);

        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");
    }

    @Test
    void oneThatCannotBeAskedAnyMoreTakesNothingBack() {
        extender.says("{\"scores\": {\"us-1\": 60}}");
        deploy(2);

        extender.reply = Optional.of(new Reply.Failed("connection refused"));
        world.pass(Duration.ofSeconds(601));
        rest();
        world.edit("apps/deployments/shop/web", web -> web.withObject("/spec").put("replicas", 3));
        rest();

        assertThat(world.clusters(BINDING)).isEqualTo("us-1=3");
    }

    @Test
    void whatMakesNoSenseIsNoAnswer() {
        extender.says("{\"scores\": {\"us-1\": \"a lot\"}}");
        deploy(2);
        assertThat(scheduled()).contains("the score of us-1 is no number");

        extender.says(
                "{\"scores\": {\"us-1\": 1e9, \"mars\": 100}, \"refused\": {\"eu-1\": \"" + "x".repeat(9999) + "\"}}");
        world.pass(ExtenderReconciler.RETRY);
        rest();
        assertThat(world.clusters(BINDING)).isEqualTo("us-1=2");
        assertThat(world.get(BINDING).orElseThrow().toString())
                .hasSizeLessThan(5000)
                .doesNotContain("mars");
    }

    @Test
    void nobodyIsAskedAboutOtherKindsNorOnceNobodyIsToBe() {
        ask(new ExtenderRule("cost", List.of("batch/v1/Job"), 2, false, 600));
        deploy(2);
        assertThat(extender.asked).isEmpty();
        assertThat(world.clusters(BINDING)).isEqualTo("eu-1=2");

        extender.says("{\"scores\": {\"us-1\": 60}}");
        ask(COST);
        rest();
        assertThat(world.at(BINDING, "/status/extenders")).hasSize(1);
        ask();
        rest();
        assertThat(world.at(BINDING, "/status/extenders").isMissingNode()).isTrue();
    }
}
