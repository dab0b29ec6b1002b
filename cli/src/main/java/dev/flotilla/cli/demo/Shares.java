package dev.flotilla.cli.demo;

import dev.flotilla.cli.client.TrafficView;
import dev.flotilla.cli.client.TrafficView.Policy;
import dev.flotilla.cli.client.TrafficView.Site;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who gets which share of the visitors, by region. */
final class Shares {
    private Shares() {}

    /** One line for each policy: {@code storefront: ap 33, eu 34, us 33 of 100}. */
    static String text(TrafficView traffic) {
        return traffic.policies().stream().map(Shares::text).collect(Collectors.joining("; "));
    }

    private static String text(Policy policy) {
        return policy.name() + ": "
                + byRegion(policy).entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + " of " + policy.scale();
    }

    static Map<String, Integer> byRegion(Policy policy) {
        Map<String, Integer> shares = new TreeMap<>();
        for (Site site : policy.sites()) {
            shares.merge(site.region(), site.weight(), Integer::sum);
        }
        return shares;
    }
}
