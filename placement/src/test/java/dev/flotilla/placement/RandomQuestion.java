package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.selector.ClusterIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A random question to the scheduler, the same for the same seed: one fleet in ten has up to 400 clusters, the others a
 * few; labels, regions, zones, taints, missing APIs, unknown capacity, clusters that leave, and a history.
 */
record RandomQuestion(long seed, List<FleetCluster> clusters, WorkloadRequest request, Previous previous) {
    private static final int CLUSTERS_MAX = 400;
    private static final List<String> REGIONS = List.of("eu", "us", "ap", "sa", "af", "");

    static RandomQuestion of(long seed) {
        Random random = new Random(seed);
        int size = random.nextInt(10) == 0 ? 20 + random.nextInt(CLUSTERS_MAX - 19) : 1 + random.nextInt(14);
        List<FleetCluster> clusters = new ArrayList<>();
        Map<String, Integer> running = new HashMap<>();
        Set<String> evicted = new HashSet<>();
        boolean placed = random.nextInt(3) > 0;
        for (int number = 0; number < size; number++) {
            FleetCluster cluster = cluster(random, number);
            clusters.add(cluster);
            if (placed && random.nextInt(3) == 0) {
                running.put(cluster.name(), 1 + random.nextInt(9));
            } else if (random.nextInt(25) == 0) {
                evicted.add(cluster.name());
            }
        }
        Strategy strategy = Strategy.values()[random.nextInt(4)];
        Fleets.Rules rules = Fleets.rules(strategy).spread(spread(random));
        if (strategy == Strategy.STATIC_WEIGHT) {
            for (int rule = 0; rule < random.nextInt(4); rule++) {
                String region = REGIONS.get(random.nextInt(5));
                rules.weight(1 + random.nextInt(5), inRegion(region));
            }
        }
        if (random.nextInt(4) == 0) {
            rules.term("first", inRegion(REGIONS.get(random.nextInt(3))))
                    .term("second", inRegion(REGIONS.get(random.nextInt(5))), ClusterRule.ANY);
        }
        PlacementRules built = rules.build();
        int replicas = random.nextInt(5) == 0 ? random.nextInt(400) : random.nextInt(40);
        Previous previous = new Previous(
                running, evicted, "", random.nextBoolean() ? built.fingerprint() : "", random.nextInt(5) == 0);
        WorkloadRequest request =
                new WorkloadRequest(Fleets.DEPLOYMENT, "uid-" + seed, true, replicas, Map.of("cpu", 500L), built);
        return new RandomQuestion(seed, clusters, request, previous);
    }

    private static FleetCluster cluster(Random random, int number) {
        String name = "m" + (number < 10 ? "00" : number < 100 ? "0" : "") + number;
        Taint taint = new Taint("maintenance", "", Taint.NO_SCHEDULE, null);
        long cpu = random.nextInt(30);
        return new FleetCluster(
                new ClusterIdentity(
                        name,
                        Map.of("cost", String.valueOf(random.nextInt(50)), "tier", "t" + random.nextInt(3)),
                        "p" + random.nextInt(2),
                        REGIONS.get(random.nextInt(REGIONS.size())),
                        List.of("z" + random.nextInt(4))),
                random.nextInt(8) == 0 ? List.of(taint) : List.of(),
                random.nextInt(12) == 0 ? Set.of() : Set.of(Fleets.DEPLOYMENT),
                random.nextInt(25) == 0,
                random.nextInt(15) == 0
                        ? Optional.empty()
                        : Optional.of(new Capacity(random.nextInt(40), Map.of("cpu", cpu * 500), List.of())));
    }

    private static Spread spread(Random random) {
        int min = 1 + random.nextInt(3);
        Spread.Bounds clusters =
                random.nextBoolean() ? Spread.Bounds.ANY : Spread.Bounds.of(min, random.nextBoolean() ? 0 : min + 3);
        Spread.Grouping regions = new Spread.Grouping("region", FleetCluster::region, bounds(random));
        Spread.Grouping zones = new Spread.Grouping("zone", FleetCluster::zones, bounds(random));
        return switch (random.nextInt(5)) {
            case 0 -> new Spread(clusters, List.of(regions));
            case 1 -> new Spread(clusters, List.of(regions, zones));
            case 2 -> new Spread(clusters, List.of());
            default -> Spread.NONE;
        };
    }

    private static Spread.Bounds bounds(Random random) {
        int min = 1 + random.nextInt(2);
        return Spread.Bounds.of(min, random.nextBoolean() ? 0 : min + random.nextInt(2));
    }

    static ClusterRule inRegion(String region) {
        return cluster -> cluster.region().equals(region) ? Optional.empty() : Optional.of("not in " + region);
    }

    ClusterSnapshot fleet() {
        return new ClusterSnapshot(clusters);
    }

    PlacementDecision decide() {
        return Scheduler.decide(fleet(), request, previous);
    }

    PlacementRules rules() {
        return request.rules();
    }

    boolean divided() {
        return rules().strategy() != Strategy.DUPLICATED;
    }

    boolean byRoom() {
        return rules().strategy().needsCapacity();
    }

    /** Nothing but room decides: no spread, and no affinities to fall back or overflow to. */
    boolean byRoomAlone() {
        return byRoom() && !rules().spread().constrains() && rules().terms().size() == 1;
    }

    /** As it would be asked after the decision was carried out. */
    RandomQuestion after(PlacementDecision decision) {
        Previous history = new Previous(
                Fleets.replicas(decision),
                previous.evicted(),
                decision.affinity().orElse(""),
                rules().fingerprint(),
                false);
        return asking(history, UnaryOperator.identity());
    }

    RandomQuestion asking(Previous history, UnaryOperator<WorkloadRequest> change) {
        return new RandomQuestion(seed, clusters, change.apply(request), history);
    }

    RandomQuestion replicas(int replicas) {
        return asking(
                previous,
                from -> new WorkloadRequest(from.api(), from.uid(), true, replicas, from.requestMilli(), from.rules()));
    }

    RandomQuestion over(List<FleetCluster> other) {
        return new RandomQuestion(seed, other, request, previous);
    }

    RandomQuestion by(Preferences preferences) {
        PlacementRules from = rules();
        PlacementRules rules = new PlacementRules(
                from.terms(),
                from.tolerations(),
                from.spread(),
                from.demands(),
                from.strategy(),
                from.weights(),
                from.fingerprint(),
                preferences);
        return asking(
                previous,
                asked -> new WorkloadRequest(
                        asked.api(), asked.uid(), true, asked.replicas(), asked.requestMilli(), rules));
    }

    Optional<FleetCluster> cluster(String name) {
        return clusters.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
