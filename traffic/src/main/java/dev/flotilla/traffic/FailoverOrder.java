package dev.flotilla.traffic;

import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.Failover;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.traffic.Targets.Choice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything to the first group of an order in which a site is ready. A lost group is left at once; one that comes back
 * is returned to only when it has been ready for long enough. Within a group, ready replicas decide.
 */
final class FailoverOrder {
    private static final String REST = "the rest";

    private FailoverOrder() {}

    private record Group(String name, List<Site> sites) {
        Instant readySince(Map<String, Instant> since, Instant now) {
            return sites.stream()
                    .map(site -> since.getOrDefault(site.cluster(), now))
                    .min(Comparator.naturalOrder())
                    .orElse(now);
        }

        boolean had(GlobalTrafficPolicyStatus before) {
            return sites.stream()
                    .anyMatch(site -> before.site(site.cluster())
                            .map(each -> each.target() > 0)
                            .orElse(false));
        }
    }

    static Choice choose(
            Failover failover,
            List<Site> sites,
            Map<String, Instant> since,
            GlobalTrafficPolicyStatus before,
            Instant now) {
        List<Group> groups = groups(failover.order(), sites);
        Optional<Group> current =
                groups.stream().filter(group -> group.had(before)).findFirst();
        Map<String, String> reasons = new TreeMap<>();
        Optional<Instant> again = Optional.empty();
        Group active = current.orElse(groups.getFirst());
        for (Group group : groups) {
            if (group.equals(active)) {
                break;
            }
            Instant returns = group.readySince(since, now).plus(failover.hold());
            if (!returns.isAfter(now)) {
                active = group;
                break;
            }
            again = earlier(again, returns);
            say(
                    reasons,
                    group,
                    group.name() + " is ready again and gets traffic once it has been for "
                            + failover.returnAfterHealthyFor());
        }
        Choice choice = Choice.byCapacity(active.sites());
        for (Group group : groups) {
            if (groups.indexOf(group) > groups.indexOf(active)) {
                say(reasons, group, active.name() + " goes before " + group.name());
            }
        }
        String first = active.name() + " is the first of the order that is ready";
        choice.reasons().forEach((cluster, capacity) -> reasons.put(cluster, first + ": " + capacity));
        return new Choice(choice.parts(), reasons, again);
    }

    private static void say(Map<String, String> reasons, Group group, String reason) {
        group.sites().forEach(site -> reasons.put(site.cluster(), reason));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Instant other) {
        return Optional.of(one.filter(instant -> instant.isBefore(other)).orElse(other));
    }

    /** Those with a site, in order; each site in the first that names it. */
    private static List<Group> groups(List<String> order, List<Site> sites) {
        List<Group> groups = new ArrayList<>();
        List<Site> left = new ArrayList<>(sites);
        for (String name : order) {
            List<Site> named = left.stream()
                    .filter(site -> site.cluster().equals(name) || site.region().equals(name))
                    .toList();
            left.removeAll(named);
            if (!named.isEmpty()) {
                groups.add(new Group(name, named));
            }
        }
        if (!left.isEmpty()) {
            groups.add(new Group(REST, List.copyOf(left)));
        }
        return groups;
    }
}
