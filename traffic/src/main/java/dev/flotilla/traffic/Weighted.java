package dev.flotilla.traffic;

import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.SiteWeight;
import dev.flotilla.traffic.Targets.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Targets by the weights that people set. A cluster's own weight comes first; else its region's, which the region's
 * ready sites share by the weights of their backends; else that of its backends. Where all are 0, the sites share
 * equally: traffic is not thrown away while somebody could take it.
 */
final class Weighted {
    /** So that a region's weight can be shared in integers. */
    private static final long UNIT = 1_000_000;

    private Weighted() {}

    static Choice choose(List<SiteWeight> weights, List<Site> sites) {
        SortedMap<String, Long> parts = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        for (Site site : sites) {
            Optional<SiteWeight> own = named(weights, site, true);
            Optional<SiteWeight> regional = named(weights, site, false);
            if (own.isPresent()) {
                parts.put(site.cluster(), own.get().weight() * UNIT);
                reasons.put(site.cluster(), "weight " + own.get().weight() + " of the cluster");
            } else if (regional.isPresent()) {
                List<Site> sharers = sharers(weights, sites, site.region());
                parts.put(site.cluster(), shared(regional.get().weight(), site, sharers));
                reasons.put(site.cluster(), regional(regional.get(), sharers.size()));
            } else {
                parts.put(site.cluster(), site.share() * UNIT);
                reasons.put(site.cluster(), "weight " + site.share() + " of its backends");
            }
        }
        if (parts.values().stream().allMatch(part -> part == 0)) {
            parts.replaceAll((_, _) -> UNIT);
            reasons.replaceAll((_, reason) -> reason + ", and no site with more is ready");
        }
        return new Choice(parts, reasons, Optional.empty());
    }

    private static String regional(SiteWeight weight, int sharers) {
        String of = "weight " + weight.weight() + " of region " + weight.region();
        return sharers > 1 ? of + ", shared by " + sharers + " sites" : of;
    }

    private static long shared(int weight, Site site, List<Site> sharers) {
        long sum = sharers.stream().mapToLong(Site::share).sum();
        return sum == 0 ? weight * UNIT / sharers.size() : weight * UNIT * site.share() / sum;
    }

    private static List<Site> sharers(List<SiteWeight> weights, List<Site> sites, String region) {
        return sites.stream()
                .filter(site -> site.region().equals(region))
                .filter(site -> named(weights, site, true).isEmpty())
                .toList();
    }

    private static Optional<SiteWeight> named(List<SiteWeight> weights, Site site, boolean cluster) {
        return weights.stream()
                .filter(weight -> cluster
                        ? weight.cluster().equals(site.cluster())
                        : !weight.region().isEmpty() && weight.region().equals(site.region()))
                .findFirst();
    }
}
