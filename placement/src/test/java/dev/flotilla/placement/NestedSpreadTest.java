package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.selector.ClusterIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spreads over several kinds of groups at once. */
class NestedSpreadTest {
    @ParameterizedTest(name = "{0} {1} over {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // clusters are name@region/zone:room
                "duplicated | region=2..2 zone=2..2 cluster=2..2 | a@eu/z1:9 b@eu/z2:8 c@us/z1:7 d@us/z2:6 | a=4 d=4",
                "duplicated | region=1..1 zone=2..2 cluster=2..2 | a@eu/z1:9 b@eu/z2:8 c@us/z1:7          | a=4 b=4",
                "duplicated | region=1..1 zone=1..1 cluster=1..9 | a@eu/z1:9 b@eu/z1:8 c@eu/z2:7          | a=4 b=4",
                "duplicated | region=2..2 zone=1..1 cluster=2..9 | a@eu/z1:9 b@eu/z2:8 c@us/z1:7          | a=4 c=4",
                "dynamic    | region=2..2 zone=2..3 cluster=2..3 | a@eu/z1:9 b@eu/z2:8 c@us/z1:7 d@ap/z3:1 | a=2 b=1 c=1",
                "static     | region=1..2 zone=2..2 cluster=2..2 | a@eu/z1:9 b@eu/z2:8 c@us/z1:7          | a=2 b=2",
            })
    void keepsEveryBound(String strategy, String spread, String clusters, String expected) {
        assertThat(answer(strategy, spread, clusters)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1} over {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "duplicated | region=2..2 zone=2..2 cluster=2..2 | a@eu/z1:9 b@us/z1:8 "
                        + "| clusters that fit lie in 1 different values of zone, but the spread constraint wants at least 2",
                "duplicated | region=2..2 zone=3..3 cluster=2..2 | a@eu/z1:9 b@eu/z2:8 c@us/z3:8 "
                        + "| the groups to spread over need 3 clusters, but the spread constraint by cluster allows 2",
            })
    void saysWhichBoundCannotBeKept(String strategy, String spread, String clusters, String expected) {
        assertThat(answer(strategy, spread, clusters)).isEqualTo(expected);
    }

    private static String answer(String strategy, String spread, String clusters) {
        ClusterSnapshot fleet =
                new ClusterSnapshot(Arrays.stream(clusters.trim().split(" +"))
                        .map(NestedSpreadTest::cluster)
                        .toList());
        Fleets.Rules rules = Fleets.rules(
                        switch (strategy) {
                            case "dynamic" -> Strategy.DYNAMIC_WEIGHT;
                            case "static" -> Strategy.STATIC_WEIGHT;
                            default -> Strategy.DUPLICATED;
                        })
                .spread(spread(spread));
        WorkloadRequest request = Fleets.deployment(4, rules);
        PlacementDecision decision = Scheduler.decide(fleet, request, Previous.NOTHING);
        if (!decision.succeeded()) {
            return Scheduler.trace(fleet, request, Previous.NOTHING)
                    .terms()
                    .getLast()
                    .result();
        }
        return String.join(
                " ",
                decision.targets().stream()
                        .map(target -> target.cluster() + "=" + target.replicas())
                        .toList());
    }

    private static Spread spread(String text) {
        Spread.Bounds[] bounds = Arrays.stream(text.trim().split(" "))
                .map(word -> word.replaceAll("[a-z=]", "").split("\\.\\."))
                .map(both -> Spread.Bounds.of(Integer.parseInt(both[0]), Integer.parseInt(both[1])))
                .toArray(Spread.Bounds[]::new);
        return new Spread(
                bounds[2],
                List.of(
                        new Spread.Grouping("region", FleetCluster::region, bounds[0]),
                        new Spread.Grouping("zone", FleetCluster::zones, bounds[1])));
    }

    private static FleetCluster cluster(String text) {
        String[] parts = text.split("[@/:]");
        return new FleetCluster(
                new ClusterIdentity(parts[0], Map.of(), "", parts[1], List.of(parts[2])),
                List.of(),
                Set.of(Fleets.DEPLOYMENT),
                false,
                Optional.of(new Capacity(Long.parseLong(parts[3]), Map.of(), List.of())));
    }
}
