package dev.flotilla.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.member.Api;
import dev.flotilla.e2e.member.RealApiServerMember;
import dev.flotilla.e2e.member.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Our API server against a kube-apiserver, request by request. {@code -Ddifferential.pairs=N} and
 * {@code -Ddifferential.seed=N} choose how much and which.
 */
final class RandomDifferentialIT {
    private static final int PAIRS = Integer.getInteger("differential.pairs", 10_000);
    private static final long SEED = Long.getLong("differential.seed", 20_261_126);
    private static final int PLAYERS = 8;
    private static final int TOLD_MAX = Integer.getInteger("differential.told", 12);
    private static final String NAMESPACE = "differential";

    private final Map<Shrinking.Kind, Shrinking.Least> found = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();
    private final AtomicInteger pairs = new AtomicInteger();
    private final AtomicInteger parted = new AtomicInteger();
    private final AtomicLong next = new AtomicLong(SEED);

    @Test
    @Timeout(900)
    void answersAsAKubeApiserverDoes() {
        Optional<RealApiServerMember> real = RealApiServerMember.alone();
        assumeTrue(real.isPresent(), RealApiServerMember.SKIPPED);
        try (RealApiServerMember theirs = real.get();
                InMemoryServer ours = new InMemoryServer(Gadgets.definition())) {
            prepare(theirs.api(), ours.api());
            play(
                    new Duel(theirs.api(), ours.api(), NAMESPACE, "object", this::count),
                    new Duel(theirs.api(), ours.api(), NAMESPACE, "shrunk", _ -> {}));
        }

        System.out.println("differential: " + pairs + " pairs of answers " + counts + ", seeds " + SEED + " to "
                + (next.get() - 1) + ", " + parted + " sessions differ in " + found.size() + " ways");
        assertThat(found.values().stream()
                        .limit(TOLD_MAX)
                        .map(least -> "\n" + least.session().shown() + "\n  " + least.difference() + "\n")
                        .toList())
                .isEmpty();
    }

    private void play(Duel duel, Duel again) {
        try (ExecutorService players = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends java.util.concurrent.Future<?>> all = IntStream.range(0, PLAYERS)
                    .mapToObj(_ -> players.submit(() -> {
                        while (pairs.get() < PAIRS) {
                            judge(duel, again, Sessions.of(next.getAndIncrement()));
                        }
                    }))
                    .toList();
            for (java.util.concurrent.Future<?> each : all) {
                try {
                    each.get();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                } catch (java.util.concurrent.ExecutionException failed) {
                    throw new AssertionError("a player failed", failed);
                }
            }
        }
    }

    private void judge(Duel duel, Duel again, Session session) {
        duel.play(session).ifPresent(parting -> {
            parted.incrementAndGet();
            if (found.size() < TOLD_MAX && !found.containsKey(Shrinking.Kind.of(parting.difference()))) {
                Shrinking.Least least = new Shrinking(again).shrink(session, parting);
                found.putIfAbsent(Shrinking.Kind.of(parting.difference()), least);
            }
        });
    }

    private void count(Step step) {
        pairs.incrementAndGet();
        String what = step.method().equals("PATCH")
                ? step.contentType().replaceAll("application/|-patch.*", "")
                : step.method();
        counts.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    }

    private static void prepare(Api theirs, Api ours) {
        theirs.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Gadgets.definition())
                .expect(201);
        for (Api api : List.of(theirs, ours)) {
            api.create(
                            "/api/v1/namespaces",
                            Yaml.object("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}", NAMESPACE))
                    .expect(201);
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> theirs.get(Kinds.GADGET.path(NAMESPACE)).code() == 200);
    }
}
