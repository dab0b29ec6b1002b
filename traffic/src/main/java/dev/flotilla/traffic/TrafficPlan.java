package dev.flotilla.traffic;

import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what each site's weight is now.
 *
 * <p>Weights are integers that sum to the scale, or are all 0 when nothing is published. While any site can serve, none
 * that cannot has weight: what is lost is lost at once, and the others take its share in the proportions they have.
 * Apart from that no weight changes by more than a step in an interval. What comes back, and what takes over from a
 * copy that is being left, rises in steps. While no site can serve, the last weights stay, or all are 0, as the policy
 * says.
 *
 * @param effective the sites as they stand in the status, in order of the clusters
 * @param shiftedAt when the last step was taken
 * @param again when to decide again although nothing changes
 */
record TrafficPlan(
        List<GlobalTrafficPolicyStatus.Site> effective, Optional<Instant> shiftedAt, Optional<Duration> again) {
    private static final int SCALE = GlobalTrafficPolicyStatus.SCALE;

    TrafficPlan {
        effective = List.copyOf(effective);
    }

    /** @param sites in order of their clusters, each once */
    static TrafficPlan decide(
            GlobalTrafficPolicySpec spec, GlobalTrafficPolicyStatus before, List<Site> sites, Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.MILLIS);
        SortedMap<String, Integer> previous = weights(before.effective());
        Sites all = new Sites(sites, before, moment);
        Set<String> serving =
                sites.stream().filter(Site::serves).map(Site::cluster).collect(Collectors.toUnmodifiableSet());
        Optional<Instant> shifted = Optional.ofNullable(before.shiftedAt());
        if (serving.isEmpty()) {
            SortedMap<String, Integer> kept = spec.keepsLastKnownGood() ? previous : new TreeMap<>();
            return new TrafficPlan(all.resting(kept), shifted, Optional.empty());
        }
        Targets targets = Targets.of(spec, sites, all.since(), before, moment);
        SortedMap<String, Integer> baseline = Shift.baseline(previous, serving, targets.weights(), SCALE);
        boolean due = shifted.map(at -> !at.plus(spec.shifting().pause()).isAfter(moment))
                .orElse(true);
        SortedMap<String, Integer> weights = due && !spec.holdsStill()
                ? Shift.step(baseline, targets.weights(), spec.shifting().step(), SCALE)
                : baseline;
        shifted = same(weights, baseline) ? shifted : Optional.of(moment);
        boolean unfinished = !spec.holdsStill() && !same(weights, targets.weights());
        Optional<Instant> next = unfinished
                ? Optional.of(shifted.orElse(moment).plus(spec.shifting().pause()))
                : Optional.empty();
        return new TrafficPlan(all.serving(spec, weights, targets), shifted, wait(moment, next, targets.again()));
    }

    static SortedMap<String, Integer> weights(List<GlobalTrafficPolicyStatus.Site> sites) {
        SortedMap<String, Integer> weights = new TreeMap<>();
        sites.forEach(site -> weights.put(site.cluster(), site.weight()));
        return weights;
    }

    /** Whether any traffic is sent anywhere. */
    boolean publishes() {
        return effective.stream().anyMatch(site -> site.weight() > 0);
    }

    boolean converged() {
        return effective.stream().allMatch(site -> site.weight() == site.target());
    }

    /** Whether any site can take traffic. */
    boolean serves() {
        return effective.stream()
                .anyMatch(site -> site.health() != null && site.health().serves());
    }

    /** Sites without weight need not be in both. */
    static boolean same(SortedMap<String, Integer> one, SortedMap<String, Integer> other) {
        return Stream.concat(one.keySet().stream(), other.keySet().stream())
                .allMatch(cluster -> one.getOrDefault(cluster, 0).equals(other.getOrDefault(cluster, 0)));
    }

    private static Optional<Duration> wait(Instant now, Optional<Instant> step, Optional<Instant> choice) {
        return Stream.concat(step.stream(), choice.stream())
                .min(Comparator.naturalOrder())
                .map(at -> Duration.between(now, at).plusMillis(1));
    }

    /** The sites, and since when each has its health, to be written into the status. */
    private record Sites(List<Site> sites, Map<String, Instant> since) {
        Sites(List<Site> sites, GlobalTrafficPolicyStatus before, Instant now) {
            this(
                    sites,
                    sites.stream()
                            .collect(Collectors.toMap(
                                    Site::cluster, site -> since(site, before).orElse(now))));
        }

        private static Optional<Instant> since(Site site, GlobalTrafficPolicyStatus before) {
            return before.site(site.cluster())
                    .filter(each -> each.health() == site.health())
                    .flatMap(each -> Optional.ofNullable(each.since()));
        }

        List<GlobalTrafficPolicyStatus.Site> serving(
                GlobalTrafficPolicySpec spec, SortedMap<String, Integer> weights, Targets targets) {
            List<GlobalTrafficPolicyStatus.Site> written = new ArrayList<>();
            for (Site site : sites) {
                int weight = weights.getOrDefault(site.cluster(), 0);
                int target = targets.weights().getOrDefault(site.cluster(), 0);
                boolean held = spec.holdsStill() && weight != target;
                String reason = reason(site, targets) + (held ? "; the policy is paused" : "");
                written.add(written(site, target, weight, reason));
            }
            return written;
        }

        private static String reason(Site site, Targets targets) {
            String why = targets.reasons().getOrDefault(site.cluster(), "");
            return site.health() == Health.READY ? why : why.isEmpty() ? site.why() : site.why() + "; " + why;
        }

        /** No site can serve: what was known to be good stays. */
        List<GlobalTrafficPolicyStatus.Site> resting(SortedMap<String, Integer> kept) {
            SortedMap<String, GlobalTrafficPolicyStatus.Site> written = new TreeMap<>();
            kept.forEach((cluster, weight) -> {
                if (weight > 0) {
                    String reason = "it has no copy any more" + kept(weight);
                    written.put(
                            cluster,
                            new GlobalTrafficPolicyStatus.Site(
                                    cluster, "", Health.NOT_READY, 0, weight, weight, reason, null));
                }
            });
            for (Site site : sites) {
                int weight = kept.getOrDefault(site.cluster(), 0);
                written.put(site.cluster(), written(site, weight, weight, site.why() + kept(weight)));
            }
            return List.copyOf(written.values());
        }

        private static String kept(int weight) {
            return weight > 0 ? "; no site is ready, so its last weight is kept" : "";
        }

        private GlobalTrafficPolicyStatus.Site written(Site site, int target, int weight, String reason) {
            return new GlobalTrafficPolicyStatus.Site(
                    site.cluster(),
                    site.region(),
                    site.health(),
                    site.ready(),
                    target,
                    weight,
                    reason,
                    since.get(site.cluster()));
        }
    }
}
