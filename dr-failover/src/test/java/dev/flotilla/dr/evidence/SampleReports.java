package dev.flotilla.dr.evidence;

import dev.flotilla.api.dr.DrillStatus.Result;
import dev.flotilla.dr.evidence.DrillReport.Decision;
import dev.flotilla.dr.evidence.DrillReport.Drill;
import dev.flotilla.dr.evidence.DrillReport.Event;
import dev.flotilla.dr.evidence.DrillReport.Guard;
import dev.flotilla.dr.evidence.DrillReport.Measurement;
import dev.flotilla.dr.evidence.DrillReport.Move;
import dev.flotilla.dr.evidence.DrillReport.Objectives;
import dev.flotilla.dr.evidence.DrillReport.Run;
import dev.flotilla.dr.evidence.DrillReport.Site;
import dev.flotilla.dr.evidence.DrillReport.SteadyState;
import dev.flotilla.dr.evidence.DrillReport.Weights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drills of the shop as they really go: region eu is lost, the others take over, eu comes back. */
public final class SampleReports {
    public static final Instant T0 = Instant.parse("2026-11-26T05:12:03.120Z");

    private static final List<String> SERVICES = List.of(
            "cart",
            "catalog",
            "checkout",
            "currency",
            "frontend",
            "inventory",
            "orders",
            "payments",
            "recommend",
            "search",
            "shipping",
            "users");
    private static final long RTO_MS = 60_000;

    private SampleReports() {}

    /** Everything was ready elsewhere after 31.9 s. */
    public static DrillReport passed() {
        return report(
                Result.PASSED,
                List.of("All 13 workloads were ready in other regions 31.9 s after the loss, within the objective of"
                        + " 60 s, and still were after the soak of 45 s."),
                31_900L,
                List.of(new Guard("other-regions-healthy", false, null, "us and ap were Ready all the time")));
    }

    /** One workload was not ready again in time. */
    public static DrillReport failed() {
        return report(
                Result.FAILED,
                List.of(
                        "payments was ready again 74.2 s after the loss; the objective is 60 s.",
                        "Nothing else deviated."),
                74_200L,
                List.of(new Guard("other-regions-healthy", false, null, "us and ap were Ready all the time")));
    }

    /** Another region became unhealthy, and the drill was taken back. */
    public static DrillReport aborted() {
        return report(
                Result.ABORTED,
                List.of(
                        "The guard other-regions-healthy tripped 12 s after the loss: us-1 was not Ready. Everything was"
                                + " put back as it was."),
                null,
                List.of(new Guard("other-regions-healthy", true, at(12_000), "us-1 was not Ready: 3 probes failed")));
    }

    /** Nothing was in scope. */
    public static DrillReport inconclusive() {
        DrillReport passed = passed();
        return new DrillReport(
                DrillReport.FORMAT_VERSION,
                passed.drill(),
                new Run(
                        "shop-loses-eu-1",
                        at(0),
                        at(1_000),
                        Result.INCONCLUSIVE,
                        List.of("No workload in scope runs in eu, so nothing could be shown.")),
                List.of(),
                List.of(Measurement.of("Recovery of all workloads", null, RTO_MS)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                HashChain.GENESIS);
    }

    private static DrillReport report(
            Result result, List<String> reasons, @Nullable Long recoveredMs, List<Guard> guards) {
        List<JournalEntry> journal = journal();
        return new DrillReport(
                DrillReport.FORMAT_VERSION,
                drill(),
                new Run("shop-loses-eu-4f2a1c", at(-4_100), at(148_300), result, reasons),
                timeline(result, recoveredMs),
                List.of(
                        Measurement.of("Recovery of all workloads", recoveredMs, RTO_MS),
                        Measurement.of("Recovery of the first workload", 9_250L, null),
                        Measurement.of("Detection", 4_020L, 10_000L),
                        Measurement.of("Traffic drained", 6_100L, null),
                        Measurement.of("Return", 38_700L, null)),
                hypothesis(),
                guards,
                moves(recoveredMs),
                weights(),
                decisions(),
                journal,
                HashChain.head(journal));
    }

    private static Drill drill() {
        return new Drill(
                "shop-loses-eu",
                "0b9f7a4e-6a53-4c22-9d0e-2f0f8f6a7d11",
                3,
                "The shop survives the loss of region eu",
                "Simulation",
                "RegionLoss",
                "7c1de3b2",
                List.of(
                        new Site("eu", "eu", List.of("eu-1", "eu-2"), true),
                        new Site("us", "us", List.of("us-1", "us-2"), false),
                        new Site("ap", "ap", List.of("ap-1", "ap-2"), false)),
                "every workload of namespace shop that runs in a lost site: 12 Deployments, 1 StatefulSet",
                new Objectives(RTO_MS, 45_000));
    }

    private static List<Event> timeline(Result result, @Nullable Long recoveredMs) {
        List<Event> events = new ArrayList<>();
        events.add(new Event(at(0), Milestone.INJECTED, "eu-1 and eu-2 count as lost from here on"));
        events.add(new Event(at(4_020), Milestone.DETECTED, "Ready of eu-1 and eu-2 is False: 3 probes failed"));
        events.add(new Event(at(6_100), Milestone.DRAINED, "no traffic policy gives eu-1 or eu-2 weight"));
        events.add(new Event(at(9_250), Milestone.FIRST_READY, "shop/Deployment/cart in us-1"));
        if (result == Result.ABORTED) {
            events.add(new Event(at(12_000), Milestone.GUARD_TRIPPED, "us-1 was not Ready: 3 probes failed"));
            events.add(new Event(at(12_400), Milestone.ABORTED, "the loss is taken back"));
        }
        if (recoveredMs != null) {
            events.add(new Event(at(recoveredMs), Milestone.LAST_READY, "shop/Deployment/payments in us-2 and ap-1"));
        }
        if (result == Result.PASSED) {
            events.add(new Event(at(77_400), Milestone.SOAKED, "everything still ready"));
        }
        events.add(new Event(at(105_000), Milestone.HEALED, "eu-1 and eu-2 count as reachable again"));
        events.add(new Event(at(143_700), Milestone.RETURNED, "both clusters Ready, without taints, with weight"));
        events.add(new Event(at(148_000), Milestone.SETTLED, "no removal is pending"));
        return events;
    }

    private static List<SteadyState> hypothesis() {
        List<SteadyState> hypothesis = new ArrayList<>();
        for (String service : SERVICES) {
            hypothesis.add(new SteadyState(
                    "shop/Deployment/" + service,
                    "4 of 4 ready in eu-1, eu-2, us-1",
                    "4 of 4 ready in us-1, us-2, ap-1",
                    true,
                    true));
        }
        hypothesis.add(new SteadyState(
                "shop/StatefulSet/sessions", "3 of 3 ready in eu-1", "3 of 3 ready in us-1", true, true));
        return hypothesis;
    }

    private static List<Move> moves(@Nullable Long recoveredMs) {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < SERVICES.size(); i++) {
            boolean last = SERVICES.get(i).equals("payments");
            moves.add(new Move(
                    "shop",
                    "Deployment",
                    SERVICES.get(i),
                    List.of("eu-1", "eu-2", "us-1"),
                    i % 2 == 0 ? List.of("us-1", "us-2") : List.of("us-2", "ap-1"),
                    last ? recoveredMs : Long.valueOf(9_250 + (i * 5_417L) % 17_000),
                    last ? "waits for its image" : ""));
        }
        moves.add(new Move(
                "shop",
                "StatefulSet",
                "sessions",
                List.of("eu-1"),
                List.of("us-1"),
                28_400L,
                "one pod after the other"));
        return moves;
    }

    private static List<Weights> weights() {
        return List.of(
                weights(-4_100, "shop/frontend", 17, 17, 17, 17, 16, 16),
                weights(4_300, "shop/frontend", 8, 8, 21, 21, 21, 21),
                weights(6_100, "shop/frontend", 0, 0, 25, 25, 25, 25),
                weights(112_000, "shop/frontend", 8, 8, 21, 21, 21, 21),
                weights(131_000, "shop/frontend", 17, 17, 17, 17, 16, 16),
                weights(-4_100, "shop/api", 50, 0, 50, 0, 0, 0),
                weights(5_200, "shop/api", 0, 0, 100, 0, 0, 0),
                weights(118_000, "shop/api", 25, 0, 75, 0, 0, 0),
                weights(138_000, "shop/api", 50, 0, 50, 0, 0, 0));
    }

    private static Weights weights(long ms, String policy, int eu1, int eu2, int us1, int us2, int ap1, int ap2) {
        return new Weights(
                at(ms), policy, Map.of("eu-1", eu1, "eu-2", eu2, "us-1", us1, "us-2", us2, "ap-1", ap1, "ap-2", ap2));
    }

    private static List<Decision> decisions() {
        List<Decision> decisions = new ArrayList<>();
        decisions.add(new Decision(
                1, at(4_020), "Cluster eu-1 and eu-2 not Ready", "3 probes in a row failed: simulated loss"));
        for (String service : SERVICES) {
            int seq = decisions.size() + 1;
            decisions.add(new Decision(
                    seq,
                    at(4_200 + 60L * seq),
                    "shop/Deployment/" + service + " leaves eu-1, eu-2",
                    "taint cluster.karmada.io/not-ready:NoExecute; us-1 and us-2 have room"));
        }
        return decisions;
    }

    private static List<JournalEntry> journal() {
        List<JournalEntry> journal = new ArrayList<>();
        long[] at = {-4_100, 0, 1_100, 4_020, 6_100, 31_900, 32_400, 77_400, 105_000, 143_700};
        List<String> steps =
                List.of("Preflight", "Inject", "Detect", "Drain", "Move", "Verify", "Soak", "Heal", "Return", "Settle");
        for (String step : steps) {
            for (String state : List.of("Begun", "Done")) {
                long seq = journal.size() + 1L;
                journal.add(JournalEntry.after(
                        HashChain.head(journal),
                        seq,
                        at(at[steps.indexOf(step)] + (state.equals("Done") ? 900 : 0)),
                        step,
                        state,
                        "shop-loses-eu-4f2a1c/" + step.toLowerCase(java.util.Locale.ROOT),
                        state.equals("Done") ? step + " is done" : "",
                        "hub-0",
                        7));
            }
        }
        return journal;
    }

    public static Instant at(long msAfterLoss) {
        return T0.plusMillis(msAfterLoss);
    }
}
