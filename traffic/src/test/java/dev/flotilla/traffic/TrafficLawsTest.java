package dev.flotilla.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What must hold for any policy and any sites, whatever happens to them and when. */
final class TrafficLawsTest {
    private static final int SEEDS = 2_000;
    private static final int DECISIONS = 25;
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final List<String> CLUSTERS = List.of("ap-1", "ap-2", "eu-1", "eu-2", "us-1", "us-2");
    private static final Duration LONG = Duration.ofSeconds(60);

    private static GlobalTrafficPolicySpec policy(Random random) {
        String strategy = switch (random.nextInt(4)) {
            case 0 -> "'strategy':{'type':'Replicas'}";
            case 1 ->
                "'strategy':{'type':'Failover','failover':{'order':['eu','us-1']," + "'returnAfterHealthyFor':'"
                        + random.nextInt(20) + "s'}}";
            case 2 -> "'strategy':{'type':'Weighted'}";
            default ->
                "'strategy':{'type':'Weighted','weights':[{'region':'eu','weight':" + random.nextInt(4)
                        + "},{'cluster':'us-1','weight':" + random.nextInt(4) + "}]}";
        };
        return Policies.spec(strategy + ",'shift':{'maxStepPercent':" + (1 + random.nextInt(60)) + ",'interval':'"
                + (1 + random.nextInt(10)) + "s'},'whenAllUnhealthy':'"
                + (random.nextInt(4) == 0 ? "Empty" : "LastKnownGood") + "'");
    }

    private static Site site(Random random, String cluster) {
        int state = random.nextInt(10);
        Health health = state < 6
                ? Health.READY
                : state < 7 ? Health.DRAINING : state < 8 ? Health.NOT_READY : Health.UNREACHABLE;
        return Policies.site(cluster, health, 1 + random.nextInt(9), random.nextInt(2), random.nextInt(3));
    }

    /** At first, any; then some change, come or go. */
    private static List<Site> next(Random random, List<Site> sites) {
        TreeMap<String, Site> next = new TreeMap<>();
        sites.forEach(site -> next.put(site.cluster(), site));
        for (String cluster : CLUSTERS) {
            if (sites.isEmpty() || random.nextInt(8) == 0) {
                if (random.nextInt(6) == 0) {
                    next.remove(cluster);
                } else {
                    next.put(cluster, site(random, cluster));
                }
            }
        }
        return List.copyOf(next.values());
    }

    private static Map<String, Integer> weights(List<GlobalTrafficPolicyStatus.Site> sites) {
        Map<String, Integer> weights = new HashMap<>();
        sites.forEach(site -> weights.put(site.cluster(), site.weight()));
        return weights;
    }

    @Test
    void holdWhateverHappens() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            GlobalTrafficPolicySpec spec = policy(random);
            GlobalTrafficPolicyStatus status = Policies.NEW;
            List<Site> sites = List.of();
            Instant now = START;
            for (int decision = 0; decision < DECISIONS; decision++) {
                now = now.plusMillis(random.nextInt(12_000));
                sites = next(random, sites);

                TrafficPlan plan = TrafficPlan.decide(spec, status, sites, now);

                String at = "seed " + seed + ", decision " + decision;
                assertThat(TrafficPlan.decide(spec, status, shuffled(random, sites), now))
                        .as(at)
                        .isEqualTo(plan);
                checkSum(at, spec, status, sites, plan);
                checkReadiness(at, sites, plan);
                checkStep(at, spec, status, sites, plan, now);
                status = Policies.after(plan);
                assertThat(TrafficPlan.decide(spec, status, sites, now).effective())
                        .as(at + ", decided twice")
                        .isEqualTo(plan.effective());
            }
            checkConvergence("seed " + seed, spec, status, sites, now);
        }
    }

    /** The reader gives them in order; the same objects in another list. */
    private static List<Site> shuffled(Random random, List<Site> sites) {
        List<Site> shuffled = new ArrayList<>(sites);
        java.util.Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.comparing(Site::cluster));
        return shuffled;
    }

    private static void checkSum(
            String at,
            GlobalTrafficPolicySpec spec,
            GlobalTrafficPolicyStatus before,
            List<Site> sites,
            TrafficPlan plan) {
        int sum = plan.effective().stream()
                .mapToInt(GlobalTrafficPolicyStatus.Site::weight)
                .sum();
        boolean serving = sites.stream().anyMatch(Site::serves);
        boolean published = weights(before.effective()).values().stream().anyMatch(weight -> weight > 0);
        boolean publishes = serving || (published && spec.keepsLastKnownGood());
        assertThat(sum).as(at + ": sum").isEqualTo(publishes ? GlobalTrafficPolicyStatus.SCALE : 0);
        assertThat(plan.effective())
                .as(at)
                .allSatisfy(site -> assertThat(site.weight()).isBetween(0, GlobalTrafficPolicyStatus.SCALE));
    }

    private static void checkReadiness(String at, List<Site> sites, TrafficPlan plan) {
        if (sites.stream().anyMatch(Site::serves)) {
            assertThat(plan.effective())
                    .as(at + ": weight where nothing is ready")
                    .filteredOn(site -> site.weight() > 0)
                    .allMatch(site -> site.health() != null && site.health().serves());
        }
    }

    /** Against the baseline in exact numbers, rounded either way. */
    private static void checkStep(
            String at,
            GlobalTrafficPolicySpec spec,
            GlobalTrafficPolicyStatus before,
            List<Site> sites,
            TrafficPlan plan,
            Instant now) {
        Map<String, Integer> previous = weights(before.effective());
        Map<String, Integer> after = weights(plan.effective());
        List<String> serving =
                sites.stream().filter(Site::serves).map(Site::cluster).toList();
        int kept = serving.stream()
                .mapToInt(cluster -> previous.getOrDefault(cluster, 0))
                .sum();
        if (kept == 0) {
            return;
        }
        boolean due = before.shiftedAt() == null
                || !before.shiftedAt().plus(spec.shifting().pause()).isAfter(now);
        int allowed = due ? spec.shifting().step() : 0;
        double rounding = kept == GlobalTrafficPolicyStatus.SCALE ? 0 : 1;
        for (String cluster : serving) {
            double baseline = 100.0 * previous.getOrDefault(cluster, 0) / kept;
            assertThat(Math.abs(after.getOrDefault(cluster, 0) - baseline))
                    .as("%s: %s from %s to %s", at, cluster, previous, after)
                    .isLessThanOrEqualTo(allowed + rounding);
        }
    }

    /** Nothing changes any more: the targets are reached, and as soon as the largest step allows. */
    private static void checkConvergence(
            String at,
            GlobalTrafficPolicySpec spec,
            GlobalTrafficPolicyStatus before,
            List<Site> sites,
            Instant since) {
        Instant now = since.plus(LONG);
        TrafficPlan plan = TrafficPlan.decide(spec, before, sites, now);
        int steps = (GlobalTrafficPolicyStatus.SCALE + spec.shifting().step() - 1)
                / spec.shifting().step();
        for (int step = 0; step < steps && !plan.converged(); step++) {
            assertThat(plan.again()).as(at + ": looks again").isPresent();
            now = now.plus(plan.again().orElseThrow());
            plan = TrafficPlan.decide(spec, Policies.after(plan), sites, now);
        }
        assertThat(plan.converged())
                .as(at + ": converged to " + plan.effective())
                .isTrue();
        assertThat(TrafficPlan.decide(spec, Policies.after(plan), sites, now.plus(LONG))
                        .effective())
                .as(at + ": stays there")
                .isEqualTo(plan.effective());
    }

    /** A copy that is to be removed goes only without weight, and comes to that in a bounded number of steps. */
    @Test
    void drainBeforeRemoval() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            GlobalTrafficPolicySpec spec = policy(random);
            List<Site> sites = new ArrayList<>();
            CLUSTERS.forEach(cluster -> sites.add(Policies.site(cluster, Health.READY, 1 + random.nextInt(5))));
            Instant now = START;
            GlobalTrafficPolicyStatus status = Policies.after(TrafficPlan.decide(spec, Policies.NEW, sites, now));
            String leaving = CLUSTERS.get(random.nextInt(CLUSTERS.size()));
            sites.replaceAll(site ->
                    site.cluster().equals(leaving) ? Policies.site(leaving, Health.DRAINING, site.ready()) : site);

            int bound = 1 + GlobalTrafficPolicyStatus.SCALE / spec.shifting().step();
            int steps = 0;
            while (status.weight(leaving) > 0 && steps <= bound) {
                now = now.plus(spec.shifting().pause());
                int weight = status.weight(leaving);
                status = Policies.after(TrafficPlan.decide(spec, status, sites, now));
                steps++;
                assertThat(weight - status.weight(leaving))
                        .as("seed %d, step %d", seed, steps)
                        .isBetween(0, spec.shifting().step());
            }

            assertThat(status.weight(leaving)).as("seed %d: drained", seed).isZero();
            assertThat(steps).as("seed %d: steps", seed).isLessThanOrEqualTo(bound);
        }
    }
}
