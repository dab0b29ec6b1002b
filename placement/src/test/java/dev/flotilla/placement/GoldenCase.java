package dev.flotilla.placement;

import dev.flotilla.api.selector.ClusterIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line of a golden table, {@code question | clusters | answer}.
 *
 * <pre>
 * question: strategy replicas [region=least..most] [cluster=least..most] [fresh] [uid=text]
 * clusters: name[@region]:room[+replicas before][^overflow tier][*static weight] ...
 * answer:   name=replicas ..., or none, or error and the reason
 * </pre>
 */
record GoldenCase(String question, String clusters, String answer) {
    private static final Pattern CLUSTER = Pattern.compile(
            "(?<name>[a-z0-9-]+)(@(?<region>[a-z]+))?:(?<room>\\d+)(\\+(?<before>\\d+))?(\\^(?<tier>\\d+))?(\\*(?<weight>\\d+))?");

    static GoldenCase of(String line) {
        String[] parts = line.split("\\|");
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a case: " + line);
        }
        return new GoldenCase(parts[0].trim(), parts[1].trim(), parts[2].trim());
    }

    /** What the scheduler answers, in the table's words. */
    String answered(boolean asKarmada) {
        List<Matcher> written = Arrays.stream(clusters.split(" "))
                .map(CLUSTER::matcher)
                .peek(matcher -> {
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException("not a cluster in " + clusters);
                    }
                })
                .toList();
        ClusterSnapshot fleet =
                new ClusterSnapshot(written.stream().map(GoldenCase::cluster).toList());
        WorkloadRequest request = request(written, asKarmada ? Preferences.KARMADA : Preferences.NONE);
        Previous previous = previous(written);
        PlacementDecision decision = Scheduler.decide(fleet, request, previous);
        if (!decision.succeeded()) {
            return "error "
                    + Scheduler.trace(fleet, request, previous)
                            .terms()
                            .getLast()
                            .result();
        }
        String targets = decision.targets().stream()
                .map(target -> target.cluster() + "=" + target.replicas())
                .collect(Collectors.joining(" "));
        return targets.isEmpty() ? "none" : targets;
    }

    private static FleetCluster cluster(Matcher written) {
        String region = Optional.ofNullable(written.group("region")).orElse("");
        return new FleetCluster(
                new ClusterIdentity(written.group("name"), Map.of(), "", region, List.of()),
                List.of(),
                Set.of(Fleets.DEPLOYMENT),
                false,
                Optional.of(new Capacity(Long.parseLong(written.group("room")), Map.of(), List.of())));
    }

    private WorkloadRequest request(List<Matcher> written, Preferences preferences) {
        String[] words = question.split(" ");
        Strategy strategy = switch (words[0]) {
            case "duplicated" -> Strategy.DUPLICATED;
            case "static" -> Strategy.STATIC_WEIGHT;
            case "dynamic" -> Strategy.DYNAMIC_WEIGHT;
            case "aggregated" -> Strategy.AGGREGATED;
            default -> throw new IllegalArgumentException("not a strategy: " + words[0]);
        };
        Spread.Bounds clusters = Spread.Bounds.ANY;
        List<Spread.Grouping> levels = new ArrayList<>();
        String uid = "";
        for (String word : words) {
            String value = word.substring(word.indexOf('=') + 1);
            if (word.startsWith("cluster=")) {
                clusters = bounds(value, preferences);
            } else if (word.startsWith("region=")) {
                levels.add(new Spread.Grouping("region", FleetCluster::region, bounds(value, preferences)));
            } else if (word.startsWith("uid=")) {
                uid = value;
            }
        }
        PlacementRules rules = new PlacementRules(
                List.of(new PlacementRules.Term("t", tiers(written))),
                List.of(),
                new Spread(clusters, levels),
                levels.stream()
                        .map(level -> new PlacementRules.Demand(level.field(), level.of()))
                        .toList(),
                strategy,
                weights(written),
                "now",
                preferences);
        return new WorkloadRequest(Fleets.DEPLOYMENT, uid, true, Integer.parseInt(words[1]), Map.of(), rules);
    }

    private static Spread.Bounds bounds(String text, Preferences preferences) {
        String[] both = text.split("\\.\\.");
        int min = Integer.parseInt(both[0]);
        int max = Integer.parseInt(both[1]);
        return preferences.karmadaCompat() ? Spread.Bounds.asKarmada(min, max) : Spread.Bounds.of(min, max);
    }

    private static List<ClusterRule> tiers(List<Matcher> written) {
        Map<Integer, List<String>> names = new HashMap<>();
        int last = 0;
        for (Matcher each : written) {
            int tier = Integer.parseInt(Optional.ofNullable(each.group("tier")).orElse("0"));
            names.computeIfAbsent(tier, _ -> new ArrayList<>()).add(each.group("name"));
            last = Math.max(last, tier);
        }
        List<ClusterRule> tiers = new ArrayList<>();
        for (int tier = 0; tier <= last; tier++) {
            tiers.add(Fleets.only(names.getOrDefault(tier, List.of()).toArray(String[]::new)));
        }
        return tiers;
    }

    private static List<PlacementRules.Weight> weights(List<Matcher> written) {
        return written.stream()
                .filter(each -> each.group("weight") != null)
                .map(each -> new PlacementRules.Weight(
                        Fleets.only(each.group("name")), Long.parseLong(each.group("weight"))))
                .toList();
    }

    private Previous previous(List<Matcher> written) {
        Map<String, Integer> before = new HashMap<>();
        written.stream()
                .filter(each -> each.group("before") != null)
                .forEach(each -> before.put(each.group("name"), Integer.valueOf(each.group("before"))));
        return new Previous(before, Set.of(), "t", "before", question.contains(" fresh"));
    }
}
