package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.selector.ClusterIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a policy may ask beyond Karmada's language. */
class PreferencesTest {
    private static final ClusterSnapshot FLEET = new ClusterSnapshot(
            List.of(priced("dear", "9.5"), priced("cheap", "1.5"), priced("fair", "5.5"), priced("unknown", "")));

    @Test
    void prefersTheCheapestWhereTheSpreadSelects() {
        PlacementDecision decision = decide(Strategy.DUPLICATED, clusters(2), preferring("price", true), Map.of());

        assertThat(Fleets.replicas(decision)).containsOnlyKeys("cheap", "fair");
        assertThat(decision.targets())
                .extracting(PlacementDecision.Target::score)
                .containsExactly(100, 50);
    }

    @Test
    void prefersTheHighestWhereThatIsBetter() {
        PlacementDecision decision = decide(Strategy.DUPLICATED, clusters(1), preferring("price", false), Map.of());

        assertThat(Fleets.replicas(decision)).containsOnlyKeys("dear");
    }

    @Test
    void aggregatesIntoTheCheapestFirst() {
        PlacementDecision decision = decide(Strategy.AGGREGATED, Spread.NONE, preferring("price", true), Map.of());

        assertThat(Fleets.replicas(decision)).isEqualTo(Map.of("cheap", 6, "fair", 6));
    }

    @Test
    void staysWhereItRunsAsStickinessWeighsMoreThanThePrice() {
        Map<String, Integer> before = Map.of("dear", 12);
        Preferences.Weighted price = new Preferences.Weighted(new PropertyScorer("price", true), 1);

        assertThat(Fleets.replicas(decide(Strategy.DUPLICATED, clusters(1), sticky(price, 200), before)))
                .containsOnlyKeys("dear");
        assertThat(Fleets.replicas(decide(Strategy.DUPLICATED, clusters(1), sticky(price, 50), before)))
                .containsOnlyKeys("cheap");
    }

    @Test
    void givesEachClusterItsLeastAndNoMoreThanItsMost() {
        Preferences.Limit dear = new Preferences.Limit(Fleets.only("dear"), 0, OptionalInt.of(1));
        Preferences.Limit others = new Preferences.Limit(ClusterRule.ANY, 2, OptionalInt.of(5));
        Preferences limits = new Preferences(false, List.of(dear, others), false, List.of(), 100, List.of());

        Map<String, Integer> dealt = Fleets.replicas(decide(Strategy.DYNAMIC_WEIGHT, Spread.NONE, limits, Map.of()));

        assertThat(dealt.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
        assertThat(dealt.getOrDefault("dear", 0)).isLessThanOrEqualTo(1);
        assertThat(dealt.get("cheap")).isBetween(2, 5);
        assertThat(dealt.get("fair")).isBetween(2, 5);
        assertThat(dealt.get("unknown")).isBetween(2, 5);
    }

    @Test
    void keepsTheLeastWhenScaledDown() {
        Preferences.Limit limit = new Preferences.Limit(ClusterRule.ANY, 2, OptionalInt.empty());
        Preferences limits = new Preferences(false, List.of(limit), false, List.of(), 100, List.of());
        Map<String, Integer> before = Map.of("dear", 10, "cheap", 10, "fair", 2, "unknown", 2);

        assertThat(Fleets.replicas(decide(Strategy.DYNAMIC_WEIGHT, Spread.NONE, limits, before)))
                .containsEntry("fair", 2)
                .containsEntry("unknown", 2)
                .containsEntry("cheap", 4)
                .containsEntry("dear", 4);
    }

    @Test
    void sharesByStaticWeightWithinLimitsAndLeavesWhatRuns() {
        Preferences.Limit limit = new Preferences.Limit(ClusterRule.ANY, 1, OptionalInt.of(8));
        Map<String, Integer> before = Map.of("dear", 8);

        assertThat(Fleets.replicas(decide(Strategy.STATIC_WEIGHT, Spread.NONE, limits(limit, false), before)))
                .containsEntry("dear", 8);
        assertThat(Fleets.replicas(decide(Strategy.STATIC_WEIGHT, Spread.NONE, limits(limit, true), before)))
                .isEqualTo(Map.of("dear", 3, "cheap", 3, "fair", 3, "unknown", 3));
    }

    @Test
    void saysWhatTheLimitsDoNotAllow() {
        Preferences.Limit limit = new Preferences.Limit(ClusterRule.ANY, 0, OptionalInt.of(2));
        PlacementDecision decision = decide(Strategy.STATIC_WEIGHT, Spread.NONE, limits(limit, true), Map.of());

        assertThat(decision.outcome()).isEqualTo(PlacementDecision.Outcome.UNSCHEDULABLE);
        assertThat(decision.summary()).isEqualTo("the limits of the clusters and their room allow 8 of 12 replicas.");
    }

    private static FleetCluster priced(String name, String price) {
        return new FleetCluster(
                new ClusterIdentity(name, price.isEmpty() ? Map.of() : Map.of("price", price), "", "", List.of()),
                List.of(),
                Set.of(Fleets.DEPLOYMENT),
                false,
                Optional.of(new Capacity(10, Map.of(), List.of())));
    }

    private static Spread clusters(int count) {
        return new Spread(Spread.Bounds.of(count, count), List.of());
    }

    private static Preferences preferring(String label, boolean lowest) {
        return sticky(new Preferences.Weighted(new PropertyScorer(label, lowest), 1), 100);
    }

    private static Preferences sticky(Preferences.Weighted scorer, int stickiness) {
        return new Preferences(false, List.of(), false, List.of(scorer), stickiness, List.of());
    }

    private static Preferences limits(Preferences.Limit limit, boolean rebalance) {
        return new Preferences(false, List.of(limit), rebalance, List.of(), 100, List.of());
    }

    private static PlacementDecision decide(
            Strategy strategy, Spread spread, Preferences preferences, Map<String, Integer> before) {
        PlacementRules rules = new PlacementRules(
                List.of(new PlacementRules.Term("", List.of(ClusterRule.ANY))),
                List.of(),
                spread,
                List.of(),
                strategy,
                List.of(),
                "now",
                preferences);
        WorkloadRequest request = new WorkloadRequest(Fleets.DEPLOYMENT, "uid-1", true, 12, Map.of(), rules);
        return Scheduler.decide(FLEET, request, new Previous(before, Set.of(), "", "before", false));
    }
}
