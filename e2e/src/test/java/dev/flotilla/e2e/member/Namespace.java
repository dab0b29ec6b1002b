package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fresh namespace of a member, so that tests do not meet, and the paths in it.
 *
 * @param member that holds it
 */
record Namespace(Member member, String name) {
    private static final AtomicInteger NEXT = new AtomicInteger();

    static Namespace in(Member member) {
        String name = "contract-" + Long.toString(ProcessHandle.current().pid(), 36) + "-" + NEXT.incrementAndGet();
        member.api()
                .create(
                        "/api/v1/namespaces",
                        Yaml.object("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}", name))
                .expect(201);
        return new Namespace(member, name);
    }

    /** One in which the member's own controllers have created all that they create in every namespace. */
    static Namespace quiet(Member member) {
        Namespace in = in(member);
        if (!member.runsWorkloads()) {
            return in;
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> in.exists("configmaps/kube-root-ca.crt") && in.exists("serviceaccounts/default"));
        return in;
    }

    Api api() {
        return member.api();
    }

    private boolean exists(String resource) {
        return api().get(core(resource)).code() == 200;
    }

    String core(String resource) {
        return "/api/v1/namespaces/" + name + "/" + resource;
    }

    String apps(String resource) {
        return "/apis/apps/v1/namespaces/" + name + "/" + resource;
    }

    String batch(String resource) {
        return "/apis/batch/v1/namespaces/" + name + "/" + resource;
    }

    /** A ConfigMap, which no controller touches. */
    Answer configMap(String configMap, String key, String value) {
        return api().create(
                        core("configmaps"),
                        Yaml.object(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {%s: '%s'}}",
                                configMap, key, value))
                .expect(201);
    }

    /** A Deployment without replicas that the member's controllers have finished with. */
    Answer settledDeployment(String deployment) {
        api().create(apps("deployments"), deployment(deployment, 0)).expect(201);
        return settled(deployment);
    }

    /** Waits until the controllers have nothing left to do with a Deployment of no replicas. */
    Answer settled(String deployment) {
        if (!member.runsWorkloads()) {
            return api().get(apps("deployments/" + deployment)).expect(200);
        }
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> api().get(apps("deployments/" + deployment)).expect(200),
                        seen -> seen.at("/status/observedGeneration").asInt(0)
                                        == seen.at("/metadata/generation").asInt()
                                && seen.body(100_000).contains("NewReplicaSetAvailable"));
    }

    static ObjectNode deployment(String name, int replicas) {
        return Yaml.object("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: {app: %1$s}}
                spec:
                  replicas: %2$s
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers:
                      - name: main
                        image: nginx:1.27
                        ports: [{containerPort: 80}]
                """, name, replicas);
    }
}
