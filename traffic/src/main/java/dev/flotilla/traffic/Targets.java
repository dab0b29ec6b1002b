package dev.flotilla.traffic;

import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where weights should be, and why.
 *
 * @param weights of the sites that are to have any; they sum to the scale, or are none if no site can serve
 * @param reasons of every site that can serve
 * @param again when they change although nothing else does
 */
record Targets(SortedMap<String, Integer> weights, Map<String, String> reasons, Optional<Instant> again) {
    private static final Targets NONE = new Targets(new TreeMap<>(), Map.of(), Optional.empty());

    Targets {
        reasons = Map.copyOf(reasons);
    }

    /**
     * Sites that are being left get nothing while another is ready, nor do those of a lower priority; among the rest
     * the strategy decides.
     *
     * @param since when each site came to have its health
     */
    static Targets of(
            GlobalTrafficPolicySpec spec,
            List<Site> sites,
            Map<String, Instant> since,
            GlobalTrafficPolicyStatus before,
            Instant now) {
        List<Site> serving = sites.stream().filter(Site::serves).toList();
        if (serving.isEmpty()) {
            return NONE;
        }
        Map<String, String> reasons = new TreeMap<>();
        serving.forEach(site -> reasons.put(site.cluster(), "another site is ready"));
        List<Site> preferred = preferred(serving, reasons);
        Choice choice = switch (spec.strategyType()) {
            case WEIGHTED -> Weighted.choose(spec.siteWeights(), preferred);
            case REPLICAS -> Choice.byCapacity(preferred);
            case FAILOVER -> FailoverOrder.choose(spec.failover(), preferred, since, before, now);
        };
        reasons.putAll(choice.reasons());
        return new Targets(Shares.of(choice.parts(), GlobalTrafficPolicyStatus.SCALE), reasons, choice.again());
    }

    private static List<Site> preferred(List<Site> serving, Map<String, String> reasons) {
        List<Site> staying = serving.stream().filter(site -> site.staying() > 0).toList();
        List<Site> candidates = staying.isEmpty() ? serving : staying;
        if (staying.isEmpty()) {
            serving.forEach(site -> reasons.put(site.cluster(), "no other site is ready"));
        }
        int best = candidates.stream().mapToInt(Site::priority).min().orElse(0);
        candidates.stream()
                .filter(site -> site.priority() > best)
                .forEach(site -> reasons.put(
                        site.cluster(), "priority " + best + " is ready and goes before " + site.priority()));
        return candidates.stream().filter(site -> site.priority() == best).toList();
    }

    /**
     * What a strategy makes of the sites it is given.
     *
     * @param parts in any unit, not all of them 0
     * @param again when it chooses anew although nothing changes
     */
    record Choice(SortedMap<String, Long> parts, Map<String, String> reasons, Optional<Instant> again) {
        /** In proportion to the replicas that are ready. */
        static Choice byCapacity(List<Site> sites) {
            SortedMap<String, Long> parts = new TreeMap<>();
            Map<String, String> reasons = new TreeMap<>();
            int sum = sites.stream().mapToInt(Site::capacity).sum();
            for (Site site : sites) {
                parts.put(site.cluster(), (long) site.capacity());
                reasons.put(site.cluster(), site.capacity() + " of " + sum + " ready replicas");
            }
            return new Choice(parts, reasons, Optional.empty());
        }
    }
}
