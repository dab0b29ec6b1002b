package dev.flotilla.traffic;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Policies and sites in few words. */
final class Policies {
    static final GlobalTrafficPolicyStatus NEW =
            new GlobalTrafficPolicyStatus(null, null, null, null, "", List.of(), List.of());

    private Policies() {}

    /** @param rest of the spec after hostnames and backends, beginning with its first field; in single quotes */
    static GlobalTrafficPolicySpec spec(String rest) {
        String text =
                "{'spec':{'hostnames':['shop.example.com'],'backends':[{'name':'web','service':'web'}]," + rest + "}}";
        return GlobalTrafficPolicySpec.of(ObjectJson.mapper().readTree(text.replace('\'', '"')));
    }

    /** A site with one backend of weight 1; its region is its name up to the dash. */
    static Site site(String cluster, Health health, int ready) {
        return site(cluster, health, ready, 0, 1);
    }

    static Site site(String cluster, Health health, int ready, int priority, int share) {
        int staying = health == Health.READY ? ready : 0;
        return new Site(
                cluster,
                cluster.split("-")[0],
                health,
                health.serves() ? ready : 0,
                staying,
                priority,
                share,
                "as told",
                List.of("192.0.2.1"));
    }

    /** {@code eu-1=3 us-1=leaving:2 ap-1=lost us-2=0}, in order of the clusters. */
    static List<Site> sites(String text) {
        List<Site> sites = new ArrayList<>();
        for (String each : text.split(" +")) {
            String cluster = each.split("=")[0];
            String state = each.split("=")[1];
            sites.add(
                    switch (state.split(":")[0]) {
                        case "lost" -> site(cluster, Health.UNREACHABLE, 0);
                        case "0" -> site(cluster, Health.NOT_READY, 0);
                        case "leaving" -> site(cluster, Health.DRAINING, Integer.parseInt(state.split(":")[1]));
                        default -> site(cluster, Health.READY, Integer.parseInt(state));
                    });
        }
        sites.sort(Comparator.comparing(Site::cluster));
        return sites;
    }

    static GlobalTrafficPolicyStatus after(TrafficPlan plan) {
        return new GlobalTrafficPolicyStatus(
                null,
                null,
                GlobalTrafficPolicyStatus.SCALE,
                plan.shiftedAt().orElse(null),
                "",
                plan.effective(),
                List.of());
    }

    /** A status with these weights, {@code eu-1=40 us-1=60}, all at their targets and in good health since a time. */
    static GlobalTrafficPolicyStatus weighing(String text, Instant since) {
        return new GlobalTrafficPolicyStatus(
                null,
                null,
                GlobalTrafficPolicyStatus.SCALE,
                null,
                "",
                List.of(text.split(" +")).stream()
                        .map(each -> each.split("="))
                        .map(each -> new GlobalTrafficPolicyStatus.Site(
                                each[0],
                                each[0].split("-")[0],
                                Health.READY,
                                1,
                                Integer.parseInt(each[1]),
                                Integer.parseInt(each[1]),
                                "",
                                since))
                        .toList(),
                List.of());
    }

    static String weights(TrafficPlan plan) {
        return text(TrafficPlan.weights(plan.effective()));
    }

    static String targets(TrafficPlan plan) {
        SortedMap<String, Integer> targets = new TreeMap<>();
        plan.effective().forEach(site -> targets.put(site.cluster(), site.target()));
        return text(targets);
    }

    private static String text(SortedMap<String, Integer> weights) {
        return weights.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
