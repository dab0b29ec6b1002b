package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Replacement by PUT: versions, generations, what is kept and what is refused. */
@MemberContract
@Section("4.2")
record UpdateIT(Member member) {
    private static final String STALE =
            "the object has been modified; please apply your changes to the latest version and try again";

    @Test
    void keepsTheVersionWhenNothingChanges() {
        Namespace in = Namespace.in(member);
        Answer before = in.settledDeployment("web");

        Answer after =
                member.api().update(in.apps("deployments/web"), before.json()).expect(200);

        assertThat(after.resourceVersion()).isEqualTo(before.resourceVersion());
    }

    @Test
    void keepsTheGenerationWhenOnlyMetadataChanges() {
        Namespace in = Namespace.in(member);
        ObjectNode changed = in.settledDeployment("web").json();
        String before = changed.at("/metadata/resourceVersion").asString();
        ((ObjectNode) changed.at("/metadata/labels")).put("tier", "front");

        Answer after = member.api().update(in.apps("deployments/web"), changed).expect(200);

        assertThat(after.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(Long.parseLong(after.resourceVersion())).isGreaterThan(Long.parseLong(before));
    }

    @Test
    void countsTheGenerationUpWhenTheSpecChanges() {
        Namespace in = Namespace.in(member);
        ObjectNode changed = in.settledDeployment("web").json();
        ((ObjectNode) changed.at("/spec")).put("paused", true);

        Answer after = member.api().update(in.apps("deployments/web"), changed).expect(200);

        assertThat(after.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void givesNoGenerationToConfigMapsAndServices() {
        Namespace in = Namespace.in(member);
        Answer config = in.configMap("a", "k", "v");
        Answer service = member.api()
                .create(
                        in.core("services"),
                        Yaml.object(
                                "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}"))
                .expect(201);

        assertThat(config.json().at("/metadata").has("generation")).isFalse();
        assertThat(service.json().at("/metadata").has("generation")).isFalse();
    }

    @Test
    void refusesAStaleVersion() {
        Namespace in = Namespace.in(member);
        ObjectNode stale = in.configMap("a", "k", "1").json();
        member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"data\":{\"k\":\"2\"}}")
                .expect(200);
        stale.putObject("data").put("k", "3");

        Answer refused = member.api().update(in.core("configmaps/a"), stale);

        assertRefused(refused, 409, "Conflict", "Operation cannot be fulfilled on configmaps \"a\": " + STALE);
        assertThat(refused.at("/details").toString()).isEqualTo("{\"name\":\"a\",\"kind\":\"configmaps\"}");
    }

    @Test
    void namesTheGroupInConflicts() {
        Namespace in = Namespace.in(member);
        ObjectNode stale = in.settledDeployment("web").json();
        member.api()
                .patch(in.apps("deployments/web"), Api.MERGE, "{\"spec\":{\"paused\":true}}")
                .expect(200);

        Answer refused = member.api().update(in.apps("deployments/web"), stale);

        assertRefused(refused, 409, "Conflict", "Operation cannot be fulfilled on deployments.apps \"web\": " + STALE);
        assertThat(refused.at("/details").toString())
                .isEqualTo("{\"name\":\"web\",\"group\":\"apps\",\"kind\":\"deployments\"}");
    }

    @Test
    void takesAnUpdateWithoutAVersionForBuiltInKinds() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: '2'}}");

        Answer updated = member.api().update(in.core("configmaps/a"), config).expect(200);

        assertThat(updated.text("/data/k")).isEqualTo("2");
    }

    @Test
    void ignoresStatusInTheObjectItself() {
        Namespace in = Namespace.in(member);
        Answer before = in.settledDeployment("web");
        ObjectNode changed = before.json();
        changed.putObject("status").put("replicas", 9);

        Answer after = member.api().update(in.apps("deployments/web"), changed).expect(200);

        assertThat(after.resourceVersion()).isEqualTo(before.resourceVersion());
        assertThat(after.at("/status")).isEqualTo(before.at("/status"));
    }

    @Test
    void refusesAnotherName() {
        Namespace in = Namespace.in(member);
        ObjectNode config = in.configMap("a", "k", "1").json();
        ((ObjectNode) config.at("/metadata")).put("name", "other");

        assertRefused(
                member.api().update(in.core("configmaps/a"), config),
                400,
                "BadRequest",
                "the name of the object (other) does not match the name on the URL (a)");
    }

    @Test
    void refusesAnotherUid() {
        Namespace in = Namespace.in(member);
        ObjectNode config = in.configMap("a", "k", "1").json();
        ((ObjectNode) config.at("/metadata")).put("uid", "11111111-1111-4111-8111-111111111111");

        Answer refused = member.api().update(in.core("configmaps/a"), config);

        assertRefusedWith(refused, 409, "Conflict", "Precondition failed: UID in precondition:");
    }

    @Test
    void refusesWhatIsNotThere() {
        Namespace in = Namespace.in(member);
        ObjectNode config = Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

        assertRefused(
                member.api().update(in.core("configmaps/a"), config), 404, "NotFound", "configmaps \"a\" not found");
    }

    @Test
    void refusesANewSelector() {
        Namespace in = Namespace.in(member);
        ObjectNode changed = in.settledDeployment("web").json();
        ((ObjectNode) changed.at("/spec/selector/matchLabels")).put("app", "other");
        ((ObjectNode) changed.at("/spec/template/metadata/labels")).put("app", "other");

        Answer refused = member.api().update(in.apps("deployments/web"), changed);

        assertRefusedWith(refused, 422, "Invalid", "field is immutable");
        assertThat(refused.text("/details/causes/0/field")).isEqualTo("spec.selector");
    }
}
