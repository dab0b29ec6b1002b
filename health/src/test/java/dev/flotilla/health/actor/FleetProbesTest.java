package dev.flotilla.health.actor;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.health.MemberProbe;
import dev.flotilla.health.MemberReading;
import dev.flotilla.health.ProbeSample;
import dev.flotilla.runtime.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FleetProbesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HealthSettings SELDOM = new HealthSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(4),
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofHours(1));

    private final ActorTestKit kit = ActorTestKit.create();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Pulse pulse = Pulse.start();
    private final HealthyMember member = new HealthyMember();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        pulse.close();
    }

    /** Is always ready, and counts how often it is read. */
    private static final class HealthyMember implements MemberProbe {
        private final AtomicInteger readings = new AtomicInteger();

        @Override
        public CompletionStage<ProbeSample> probe(StoredObject cluster, Snapshot snapshot) {
            return CompletableFuture.completedFuture(
                    new ProbeSample(InstantSource.system().instant(), ProbeSample.Verdict.READY, "ok"));
        }

        @Override
        public CompletionStage<MemberReading> read(StoredObject cluster, Snapshot snapshot) {
            readings.incrementAndGet();
            return CompletableFuture.completedFuture(new MemberReading("v1.36.4", List.of(), List.of(), List.of()));
        }
    }

    private void put(ObjectKey key, String json) {
        byte[] bytes =
                ObjectJson.encode(ObjectJson.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        store.commit(new Commit(List.of(new Write.Put(key, bytes)), List.of(), Commit.Origin.CLIENT, "test"));
    }

    @Test
    void readsAMemberAgainWhenItWasGivenADefinition() {
        put(
                ObjectKey.of("cluster.karmada.io", "clusters", "", "eu-1"),
                "{'apiVersion':'cluster.karmada.io/v1alpha1','kind':'Cluster','metadata':{'name':'eu-1'}}");
        kit.spawn(FleetProbes.create(new ProbeSettings(
                store,
                Ownership.everything(),
                (_, _, _) -> Optional.empty(),
                member,
                SELDOM,
                pulse,
                InstantSource.system())));
        await("a first reading").atMost(PATIENCE).until(() -> member.readings.get() > 0);
        int before = member.readings.get();

        put(
                new ObjectKey(BindingKinds.CLUSTER_RESOURCE_BINDING, "", "guests.example.com-customresourcedefinition"),
                "{'apiVersion':'work.karmada.io/v1alpha2','kind':'ClusterResourceBinding',"
                        + "'metadata':{'name':'guests.example.com-customresourcedefinition'},'spec':{},"
                        + "'status':{'aggregatedStatus':[{'clusterName':'eu-1','applied':true}]}}");

        await("a reading beyond the first").atMost(PATIENCE).until(() -> member.readings.get() > before);
    }
}
