package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who taints one member after the other, so that what runs there has to leave, of which the hub may let go
 * only so much each second. What else the clients copy to the members tolerates the taint.
 */
final class Evicted {
    static final String NAMESPACE = "evicted";
    static final int PER_SECOND = 2;

    private static final String TAINT = "faults.example.org/leave";
    private static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters/";
    private static final int WORKLOADS = 12;
    private static final Duration TAINTED = Duration.ofMillis(2_500);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration END_MAX = Duration.ofSeconds(60);

    private final FaultyHub hub;
    private final CountDownLatch ending = new CountDownLatch(1);
    private Optional<Thread> thread = Optional.empty();

    Evicted(FaultyHub hub) {
        this.hub = hub;
    }

    /** Sets up what has to leave: each in one member at a time. */
    static void prepare(KubeClient client) {
        client.apply("/api/v1/namespaces/" + NAMESPACE, Bounded.object("v1", "Namespace", NAMESPACE));
        ObjectNode policy = Bounded.object("policy.karmada.io/v1alpha1", "PropagationPolicy", "one");
        ObjectNode spec = policy.putObject("spec");
        spec.putArray("resourceSelectors").addObject().put("apiVersion", "v1").put("kind", "ConfigMap");
        spec.putObject("placement")
                .putArray("spreadConstraints")
                .addObject()
                .put("spreadByField", "cluster")
                .put("minGroups", 1)
                .put("maxGroups", 1);
        client.apply("/apis/policy.karmada.io/v1alpha1/namespaces/" + NAMESPACE + "/propagationpolicies/one", policy);
        for (int number = 0; number < WORKLOADS; number++) {
            String name = "w-" + number;
            client.apply(
                    "/api/v1/namespaces/" + NAMESPACE + "/configmaps/" + name, Bounded.object("v1", "ConfigMap", name));
        }
    }

    /** Lets what a placement copies stay in members from which others have to leave. */
    static void tolerate(ObjectNode placement) {
        placement.putArray("clusterTolerations").addObject().put("key", TAINT).put("operator", "Exists");
    }

    void start(long seed) {
        thread = Optional.of(Thread.startVirtualThread(() -> run(new Random(seed))));
    }

    private void run(Random random) {
        for (int turn = 0; !ended(Duration.ZERO); turn++) {
            String member = FaultyMembers.NAMES.get(turn % FaultyMembers.NAMES.size());
            if (tainted(member, true, random)) {
                ended(TAINTED);
                while (!tainted(member, false, random) && !ended(RETRY)) {
                    // Another node is asked.
                }
            } else {
                ended(RETRY);
            }
        }
    }

    private boolean ended(Duration within) {
        try {
            return ending.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** @return whether it is as wanted, so far as the hub tells */
    private boolean tainted(String member, boolean wanted, Random random) {
        KubeClient client = hub.client(FaultyHub.NODES.get(random.nextInt(FaultyHub.NODES.size())));
        try {
            Optional<ObjectNode> found = client.get(CLUSTERS + member);
            if (found.isEmpty()) {
                return false;
            }
            ObjectNode cluster = found.get();
            ArrayNode taints = cluster.arrayNode();
            for (JsonNode taint : cluster.at("/spec/taints")) {
                if (!taint.path("key").asString("").equals(TAINT)) {
                    taints.add(taint);
                }
            }
            if (wanted) {
                taints.addObject().put("key", TAINT).put("effect", "NoExecute");
            }
            cluster.withObject("/spec").set("taints", taints);
            return client.send("PUT", CLUSTERS + member, Optional.of(cluster), "application/json")
                    .ok();
        } catch (UserError notNow) {
            return false;
        }
    }

    /** Leaves no member tainted; the hub is whole again. */
    void end() {
        ending.countDown();
        thread.ifPresent(running -> {
            try {
                running.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        Random random = new Random(0);
        FaultyMembers.NAMES.forEach(
                member -> await("no taint on " + member).atMost(END_MAX).until(() -> tainted(member, false, random)));
    }
}
