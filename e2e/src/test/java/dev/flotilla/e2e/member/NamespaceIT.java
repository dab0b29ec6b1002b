package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.conformance.NotOn;
import dev.flotilla.e2e.conformance.Section;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Namespaces: what comes with them and what goes with them. */
@MemberContract
@Section("4.3")
record NamespaceIT(Member member) {
    private static final Duration GONE_MAX = Duration.ofSeconds(60);

    @Test
    @Section("4.1")
    void comesWithLabelFinalizerAndPhase() {
        Namespace in = Namespace.in(member);

        Answer seen = member.api().get("/api/v1/namespaces/" + in.name()).expect(200);

        assertThat(seen.at("/metadata/labels").toString())
                .isEqualTo("{\"kubernetes.io/metadata.name\":\"" + in.name() + "\"}");
        assertThat(seen.at("/spec/finalizers").toString()).isEqualTo("[\"kubernetes\"]");
        assertThat(seen.text("/status/phase")).isEqualTo("Active");
    }

    @Test
    @Section("8")
    @NotOn(value = "hub", because = "nothing runs in a hub's namespaces that would need them")
    void comesWithAServiceAccountAndTheAuthority() {
        Namespace in = Namespace.quiet(member);

        Answer authority =
                member.api().get(in.core("configmaps/kube-root-ca.crt")).expect(200);

        assertThat(authority.text("/data/ca.crt")).startsWith("-----BEGIN CERTIFICATE-----");
        member.api().get(in.core("serviceaccounts/default")).expect(200);
    }

    @Test
    void goesWithAllThatIsInIt() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");
        in.settledDeployment("web");

        Answer deleted = member.api().delete("/api/v1/namespaces/" + in.name()).expect(200);

        assertThat(deleted.text("/status/phase")).isEqualTo("Terminating");
        assertThat(deleted.text("/metadata/deletionTimestamp")).isNotEmpty();
        await().atMost(GONE_MAX)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(member.api()
                                .get("/api/v1/namespaces/" + in.name())
                                .code())
                        .isEqualTo(404));
        assertThat(member.api().get(in.core("configmaps")).at("/items").size()).isZero();
        assertThat(member.api().get(in.apps("replicasets")).at("/items").size()).isZero();
    }

    @Test
    void takesNothingNewWhileItGoes() {
        Namespace in = Namespace.in(member);
        member.api()
                .create(
                        in.core("configmaps"),
                        Yaml.object(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: held, finalizers: [example.org/hold]}}"))
                .expect(201);
        member.api().delete("/api/v1/namespaces/" + in.name()).expect(200);

        Answer refused = member.api()
                .create(
                        in.core("configmaps"),
                        Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: late}}"));
        member.api()
                .patch(in.core("configmaps/held"), Api.MERGE, "{\"metadata\":{\"finalizers\":null}}")
                .expect(200);

        assertRefused(
                refused,
                403,
                "Forbidden",
                "configmaps \"late\" is forbidden: unable to create new content in namespace " + in.name()
                        + " because it is being terminated");
        assertThat(refused.at("/details/causes").toString())
                .isEqualTo("[{\"reason\":\"NamespaceTerminating\",\"message\":\"namespace " + in.name()
                        + " is being terminated\",\"field\":\"metadata.namespace\"}]");
    }

    @Test
    void keepsTheDefaultOne() {
        assertRefused(
                member.api().delete("/api/v1/namespaces/default"),
                403,
                "Forbidden",
                "namespaces \"default\" is forbidden: this namespace may not be deleted");
    }
}
