package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.conformance.NotOn;
import dev.flotilla.e2e.conformance.Section;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster's own controllers do with what the hub puts there. */
@MemberContract
@NotOn(value = "hub", because = "a hub sends workloads to members, whose controllers run them")
@Section("8")
record ControllerIT(Member member) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void makesAReplicaSetOfADeployment() {
        Namespace in = Namespace.in(member);
        Answer deployment = member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 2))
                .expect(201);

        JsonNode set = only(in.apps("replicasets"));

        String hash = set.at("/metadata/labels/pod-template-hash").asString();
        assertThat(hash).matches("[bcdfghjklmnpqrstvwxz2456789]{1,10}");
        assertThat(set.at("/metadata/name").asString()).isEqualTo("web-" + hash);
        assertThat(set.at("/metadata/labels/app").asString()).isEqualTo("web");
        assertThat(set.at("/spec/selector/matchLabels").toString())
                .isEqualTo("{\"app\":\"web\",\"pod-template-hash\":\"" + hash + "\"}");
        assertThat(set.at("/spec/template/metadata/labels/pod-template-hash").asString())
                .isEqualTo(hash);
        assertThat(set.at("/metadata/annotations").toString())
                .contains(
                        "\"deployment.kubernetes.io/desired-replicas\":\"2\"",
                        "\"deployment.kubernetes.io/max-replicas\":\"3\"",
                        "\"deployment.kubernetes.io/revision\":\"1\"");
        assertOwnedBy(set, deployment, "apps/v1");
    }

    @Test
    void makesPodsOfAReplicaSet() {
        Namespace in = Namespace.in(member);
        member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 2))
                .expect(201);

        List<JsonNode> pods = items(in.core("pods"), list -> list.size() == 2);

        String set = only(in.apps("replicasets")).at("/metadata/name").asString();
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.at("/metadata/name").asString()).matches(set + "-[bcdfghjklmnpqrstvwxz2456789]{5}");
            assertThat(pod.at("/metadata/ownerReferences/0/name").asString()).isEqualTo(set);
            assertThat(pod.at("/metadata/labels/app").asString()).isEqualTo("web");
        });
    }

    @Test
    void saysThatADeploymentProgresses() {
        Namespace in = Namespace.in(member);
        member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 1))
                .expect(201);

        Answer seen = until(
                in.apps("deployments/web"),
                answer -> answer.at("/status/updatedReplicas").asInt(0) == 1);

        assertThat(seen.text("/metadata/annotations/deployment.kubernetes.io~1revision"))
                .isEqualTo("1");
        assertThat(seen.at("/status/observedGeneration").asInt()).isEqualTo(1);
        assertThat(seen.at("/status/replicas").asInt()).isEqualTo(1);
        assertThat(seen.at("/status/conditions").findValuesAsString("type"))
                .containsExactlyInAnyOrder("Available", "Progressing");
    }

    @Test
    void saysThatADeploymentWithoutReplicasIsComplete() {
        Namespace in = Namespace.in(member);

        Answer settled = in.settledDeployment("web");

        String set = only(in.apps("replicasets")).at("/metadata/name").asString();
        assertThat(conditions(settled))
                .containsExactlyInAnyOrder(
                        "Available=True MinimumReplicasAvailable: Deployment has minimum availability.",
                        "Progressing=True NewReplicaSetAvailable: ReplicaSet \"" + set
                                + "\" has successfully progressed.");
    }

    @Test
    void runsPodsUntilTheDeploymentIsAvailable() {
        org.junit.jupiter.api.Assumptions.assumeTrue(member.runsPods(), "this member runs no pods");
        Namespace in = Namespace.in(member);
        member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 2))
                .expect(201);

        Answer ready = until(
                in.apps("deployments/web"),
                answer -> answer.at("/status/readyReplicas").asInt(0) == 2);

        assertThat(ready.at("/status/availableReplicas").asInt()).isEqualTo(2);
        assertThat(ready.json().at("/status").has("unavailableReplicas")).isFalse();
        List<JsonNode> pods = items(in.core("pods"), list -> list.size() == 2);
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.at("/status/phase").asString()).isEqualTo("Running");
            assertThat(pod.at("/status/containerStatuses/0/ready").asBoolean()).isTrue();
            assertThat(pod.at("/spec/nodeName").asString("")).isNotEmpty();
            assertThat(pod.at("/status/podIP").asString("")).isNotEmpty();
        });
    }

    @Test
    void makesASecondReplicaSetOfAChangedTemplate() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");
        member.api().patch(in.apps("deployments/web"), Api.STRATEGIC, """
                        {"spec":{"template":{"spec":{"containers":[{"name":"main","image":"nginx:2"}]}}}}""").expect(200);

        items(in.apps("replicasets"), list -> list.size() == 2);
        Answer after = in.settled("web");

        assertThat(after.text("/metadata/annotations/deployment.kubernetes.io~1revision"))
                .isEqualTo("2");
    }

    @Test
    void collectsWhatADeletedDeploymentOwned() {
        Namespace in = Namespace.in(member);
        member.api()
                .create(in.apps("deployments"), Namespace.deployment("web", 1))
                .expect(201);
        items(in.core("pods"), list -> list.size() == 1);

        member.api()
                .delete(in.apps("deployments/web"), "{\"propagationPolicy\":\"Background\"}")
                .expect(200);

        items(in.apps("replicasets"), List::isEmpty);
        items(in.core("pods"), List::isEmpty);
    }

    @Test
    void deletesAnOwnerAfterItsDependents() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        member.api()
                .delete(in.apps("deployments/web"), "{\"propagationPolicy\":\"Foreground\"}")
                .expect(200);

        items(in.apps("deployments"), List::isEmpty);
        items(in.apps("replicasets"), List::isEmpty);
    }

    @Test
    void leavesOrphansAlone() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        member.api()
                .delete(in.apps("deployments/web"), "{\"propagationPolicy\":\"Orphan\"}")
                .expect(200);

        items(in.apps("deployments"), List::isEmpty);
        JsonNode orphan = only(in.apps("replicasets"));
        assertThat(orphan.path("metadata").has("ownerReferences")).isFalse();
    }

    @Test
    void collectsWhatWasCreatedForAnOwnerThatIsNot() {
        Namespace in = Namespace.in(member);
        ObjectNode orphan = Yaml.object("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: orphan
                  ownerReferences:
                  - {apiVersion: v1, kind: ConfigMap, name: gone, uid: 11111111-1111-4111-8111-111111111111}
                """);

        member.api().create(in.core("configmaps"), orphan).expect(201);

        await().atMost(PATIENCE)
                .until(() -> member.api().get(in.core("configmaps/orphan")).code() == 404);
    }

    @Test
    void startsTheFirstPodOfAStatefulSet() {
        Namespace in = Namespace.in(member);
        ObjectNode set = Yaml.object("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db}
                spec:
                  serviceName: db
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: main, image: postgres}]}
                """);
        Answer created = member.api().create(in.apps("statefulsets"), set).expect(201);

        JsonNode pod = only(in.core("pods"));

        assertThat(pod.at("/metadata/name").asString()).isEqualTo("db-0");
        assertThat(pod.at("/metadata/labels/statefulset.kubernetes.io~1pod-name")
                        .asString())
                .isEqualTo("db-0");
        assertThat(pod.at("/metadata/labels/apps.kubernetes.io~1pod-index").asString())
                .isEqualTo("0");
        assertThat(pod.at("/spec/hostname").asString()).isEqualTo("db-0");
        assertOwnedBy(pod, created, "apps/v1");
        Answer seen = until(
                in.apps("statefulsets/db"),
                answer -> answer.at("/status/replicas").asInt(0) == 1);
        assertThat(seen.text("/status/updateRevision")).matches("db-[bcdfghjklmnpqrstvwxz2456789]+");
    }

    @Test
    void startsAJobsPod() {
        Namespace in = Namespace.in(member);
        ObjectNode job = Yaml.object("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}
                """);
        Answer created = member.api().create(in.batch("jobs"), job).expect(201);

        JsonNode pod = only(in.core("pods"));

        assertThat(pod.at("/metadata/name").asString()).matches("once-[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(pod.at("/metadata/labels/batch.kubernetes.io~1controller-uid")
                        .asString())
                .isEqualTo(created.uid());
        assertOwnedBy(pod, created, "batch/v1");
        Answer started = until(
                in.batch("jobs/once"),
                answer -> !answer.text("/status/startTime").isEmpty());
        assertThat(started.at("/status/active").asInt(0)
                        + started.at("/status/succeeded").asInt(0))
                .isEqualTo(1);
    }

    @Test
    void describesAServicesEndpoints() {
        Namespace in = Namespace.in(member);
        Answer service = member.api()
                .create(
                        in.core("services"),
                        Yaml.object("{apiVersion: v1, kind: Service, metadata: {name: web},"
                                + " spec: {selector: {app: web}, ports: [{port: 80}]}}"))
                .expect(201);

        JsonNode slice = only("/apis/discovery.k8s.io/v1/namespaces/" + in.name() + "/endpointslices");

        assertThat(slice.at("/metadata/name").asString()).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(slice.at("/metadata/labels").toString())
                .contains(
                        "\"kubernetes.io/service-name\":\"web\"",
                        "\"endpointslice.kubernetes.io/managed-by\":\"endpointslice-controller.k8s.io\"");
        assertThat(slice.path("addressType").asString()).isEqualTo("IPv4");
        assertOwnedBy(slice, service, "v1");
    }

    private static void assertOwnedBy(JsonNode object, Answer owner, String apiVersion) {
        JsonNode reference = object.at("/metadata/ownerReferences/0");
        assertThat(reference.path("apiVersion").asString()).isEqualTo(apiVersion);
        assertThat(reference.path("kind").asString()).isEqualTo(owner.text("/kind"));
        assertThat(reference.path("name").asString()).isEqualTo(owner.text("/metadata/name"));
        assertThat(reference.path("uid").asString()).isEqualTo(owner.uid());
        assertThat(reference.path("controller").asBoolean()).isTrue();
        assertThat(reference.path("blockOwnerDeletion").asBoolean()).isTrue();
    }

    private JsonNode only(String path) {
        return items(path, list -> list.size() == 1).getFirst();
    }

    private List<JsonNode> items(String path, Predicate<List<JsonNode>> wanted) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> member.api()
                                .get(path)
                                .expect(200)
                                .at("/items")
                                .valueStream()
                                .toList(),
                        wanted);
    }

    private Answer until(String path, Predicate<Answer> wanted) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> member.api().get(path).expect(200), wanted);
    }

    private static List<String> conditions(Answer answer) {
        return answer.at("/status/conditions")
                .valueStream()
                .map(condition -> condition.path("type").asString() + "="
                        + condition.path("status").asString() + " "
                        + condition.path("reason").asString() + ": "
                        + condition.path("message").asString())
                .toList();
    }
}
