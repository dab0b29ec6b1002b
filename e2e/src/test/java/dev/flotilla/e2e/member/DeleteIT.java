package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Deletion: answers, finalizers, propagation, collections. */
@MemberContract
@Section("4.3")
record DeleteIT(Member member) {
    @Test
    void answersWithWhatWasDeleted() {
        Namespace in = Namespace.in(member);
        Answer created = in.configMap("a", "k", "1");

        Answer deleted = member.api().delete(in.core("configmaps/a")).expect(200);

        assertThat(deleted.text("/kind")).isEqualTo("Status");
        assertThat(deleted.text("/status")).isEqualTo("Success");
        assertThat(deleted.at("/details").toString())
                .isEqualTo("{\"name\":\"a\",\"kind\":\"configmaps\",\"uid\":\"" + created.uid() + "\"}");
        assertRefused(member.api().get(in.core("configmaps/a")), 404, "NotFound", "configmaps \"a\" not found");
    }

    @Test
    void answersWithTheObjectForServices() {
        Namespace in = Namespace.in(member);
        member.api()
                .create(
                        in.core("services"),
                        Yaml.object(
                                "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}"))
                .expect(201);

        Answer deleted = member.api().delete(in.core("services/s")).expect(200);

        assertThat(deleted.text("/kind")).isEqualTo("Service");
    }

    @Test
    void refusesWhatIsNotThere() {
        Namespace in = Namespace.in(member);

        Answer refused = member.api().delete(in.apps("deployments/none"));

        assertRefused(refused, 404, "NotFound", "deployments.apps \"none\" not found");
        assertThat(refused.at("/details").toString())
                .isEqualTo("{\"name\":\"none\",\"group\":\"apps\",\"kind\":\"deployments\"}");
    }

    @Test
    void waitsForFinalizers() {
        Namespace in = Namespace.in(member);
        finalized(in);

        Answer deleted = member.api().delete(in.core("configmaps/a")).expect(200);
        Answer again = member.api().delete(in.core("configmaps/a")).expect(200);

        assertThat(deleted.text("/kind")).isEqualTo("ConfigMap");
        assertThat(deleted.text("/metadata/deletionTimestamp")).isNotEmpty();
        assertThat(deleted.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
        assertThat(again.resourceVersion()).isEqualTo(deleted.resourceVersion());
    }

    @Test
    void removesTheObjectWithItsLastFinalizer() {
        Namespace in = Namespace.in(member);
        finalized(in);
        member.api().delete(in.core("configmaps/a")).expect(200);

        member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"metadata\":{\"finalizers\":null}}")
                .expect(200);

        member.api().get(in.core("configmaps/a")).expect(404);
    }

    @Test
    void refusesNewFinalizersOfWhatIsBeingDeleted() {
        Namespace in = Namespace.in(member);
        finalized(in);
        member.api().delete(in.core("configmaps/a")).expect(200);

        Answer refused = member.api()
                .patch(
                        in.core("configmaps/a"),
                        Api.MERGE,
                        "{\"metadata\":{\"finalizers\":[\"example.org/hold\",\"example.org/more\"]}}");

        assertRefusedWith(
                refused,
                422,
                "Invalid",
                "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found"
                        + " new finalizers []string{\"example.org/more\"}");
    }

    @Test
    void refusesToCreateWhatIsStillBeingDeleted() {
        Namespace in = Namespace.in(member);
        finalized(in);
        member.api().delete(in.core("configmaps/a")).expect(200);

        Answer refused = member.api()
                .create(in.core("configmaps"), Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"));

        assertRefused(refused, 409, "AlreadyExists", "object is being deleted: configmaps \"a\" already exists");
    }

    @Test
    void keepsTheOwnerWhileItsDependentsGo() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        Answer deleted = member.api()
                .delete(in.apps("deployments/web"), "{\"propagationPolicy\":\"Foreground\"}")
                .expect(200);

        assertThat(deleted.at("/metadata/finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
        assertThat(deleted.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void refusesUnknownPropagation() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        Answer refused = member.api().delete(in.core("configmaps/a"), "{\"propagationPolicy\":\"Sideways\"}");

        assertRefusedWith(refused, 422, "Invalid", "propagationPolicy: Unsupported value: \"Sideways\"");
    }

    @Test
    @Section("4.5")
    void deletesNothingOnDryRun() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        member.api().delete(in.core("configmaps/a"), "{\"dryRun\":[\"All\"]}").expect(200);

        member.api().get(in.core("configmaps/a")).expect(200);
    }

    @Test
    void deletesWhatASelectorChooses() {
        Namespace in = Namespace.in(member);
        for (String name : new String[] {"a", "b"}) {
            ObjectNode config =
                    Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: %1$s, labels: {is: %1$s}}}", name);
            member.api().create(in.core("configmaps"), config).expect(201);
        }

        Answer deleted =
                member.api().delete(in.core("configmaps?labelSelector=is%3Da")).expect(200);

        assertThat(deleted.text("/kind")).isEqualTo("ConfigMapList");
        assertThat(deleted.at("/items").size()).isEqualTo(1);
        member.api().get(in.core("configmaps/a")).expect(404);
        member.api().get(in.core("configmaps/b")).expect(200);
    }

    private void finalized(Namespace in) {
        member.api()
                .create(
                        in.core("configmaps"),
                        Yaml.object(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: [example.org/hold]}}"))
                .expect(201);
    }
}
