package dev.flotilla.e2e.faults;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients that want more than a FederatedResourceQuota allows them together: each creates, scales and deletes a
 * Deployment of its own, and the hub's nodes place them at the same time. What they are told does not matter here.
 */
final class Bounded {
    static final String NAMESPACE = "bounded";
    static final long CORES = 6;
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments";
    private static final int CLIENTS = 6;
    private static final int REPLICAS_MAX = 4;
    private static final long PACE_NANOS = 500_000_000;

    private final FaultyHub hub;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    Bounded(FaultyHub hub) {
        this.hub = hub;
    }

    /** Sets up the namespace, its quota, and where its Deployments go. */
    static void prepare(KubeClient client) {
        client.apply("/api/v1/namespaces/" + NAMESPACE, object("v1", "Namespace", NAMESPACE));
        ObjectNode quota = object("policy.karmada.io/v1alpha1", "FederatedResourceQuota", "cores");
        quota.putObject("spec").putObject("overall").put("cpu", Long.toString(CORES));
        String policies = "/apis/policy.karmada.io/v1alpha1/namespaces/" + NAMESPACE;
        client.apply(policies + "/federatedresourcequotas/cores", quota);
        ObjectNode policy = object("policy.karmada.io/v1alpha1", "PropagationPolicy", "all");
        ObjectNode spec = policy.putObject("spec");
        spec.putArray("resourceSelectors")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment");
        ObjectNode placement = spec.putObject("placement");
        placement.putObject("replicaScheduling").put("replicaSchedulingType", "Divided");
        Evicted.tolerate(placement);
        client.apply(policies + "/propagationpolicies/all", policy);
    }

    static ObjectNode object(String version, String kind, String name) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", version)
                .put("kind", kind)
                .putObject("metadata")
                .put("name", name);
        return object;
    }

    void start(long seed) {
        for (int number = 0; number < CLIENTS; number++) {
            String name = "d-" + number;
            Random random = new Random(seed * CLIENTS + number);
            threads.add(Thread.startVirtualThread(() -> run(name, random)));
        }
    }

    private void run(String name, Random random) {
        while (!ending) {
            KubeClient client = hub.client(FaultyHub.NODES.get(random.nextInt(FaultyHub.NODES.size())));
            try {
                if (random.nextInt(4) == 0) {
                    client.delete(DEPLOYMENTS + "/" + name);
                } else {
                    client.apply(DEPLOYMENTS + "/" + name, deployment(name, 1 + random.nextInt(REPLICAS_MAX)));
                }
            } catch (UserError refused) {
                // Others, or the same one later, try again.
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private static ObjectNode deployment(String name, int replicas) {
        ObjectNode deployment = object("apps/v1", "Deployment", name);
        ObjectNode spec = deployment.putObject("spec").put("replicas", replicas);
        spec.putObject("selector").putObject("matchLabels").put("app", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", name);
        ObjectNode container = template.putObject("spec").putArray("containers").addObject();
        container.put("name", "main").put("image", "example.org/main:1");
        container.putObject("resources").putObject("requests").put("cpu", "1");
        return deployment;
    }

    void end() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
