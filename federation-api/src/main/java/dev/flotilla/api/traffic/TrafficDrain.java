package dev.flotilla.api.traffic;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.Backend;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Site;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides whether a copy that is to be removed must stay, because a policy still sends traffic to its cluster for it.
 *
 * <p>The wait ends: a site whose copies all leave has target 0 as soon as any other site is ready, so its weight goes
 * to 0 in steps. It is not waited for a policy that is being deleted or is not accepted, for nobody drains it; nor for
 * a site that keeps its weight anyway because other copies stay in the cluster. While a policy is paused, or no other
 * site is ready, the copy stays and the reason says so: to remove it would cut off its traffic. Where there is no
 * policy, asking costs nothing.
 */
public final class TrafficDrain {
    private final TrafficView view = new TrafficView();

    /** Whether there is any policy to ask about. */
    public static boolean applies(Snapshot snapshot) {
        return snapshot.count(TrafficKinds.GLOBAL_TRAFFIC_POLICY) > 0;
    }

    /** Why the copy of a workload with these pods must stay in the cluster for now; empty if it may go. */
    public Optional<String> holdsPods(
            Snapshot snapshot, String namespace, Map<String, String> podLabels, String cluster) {
        return holds(snapshot, namespace, cluster, service -> service.selects(podLabels));
    }

    /** Why the copy of a Service must stay in the cluster for now; empty if it may go. */
    public Optional<String> holdsService(Snapshot snapshot, String namespace, String name, String cluster) {
        return holds(
                snapshot, namespace, cluster, service -> service.key().name().equals(name));
    }

    /** The clusters whose copies may have become free to go by a change of a policy. */
    public static Set<String> released(Optional<GlobalTrafficPolicy> before, Optional<GlobalTrafficPolicy> after) {
        boolean same = before.map(GlobalTrafficPolicy::spec).equals(after.map(GlobalTrafficPolicy::spec));
        Map<String, Optional<Health>> left = after.map(TrafficDrain::weighted).orElseGet(Map::of);
        return before.map(TrafficDrain::weighted).orElseGet(Map::of).entrySet().stream()
                .filter(site -> !same || !site.getValue().equals(left.get(site.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The clusters that are given weight, and their health. */
    private static Map<String, Optional<Health>> weighted(GlobalTrafficPolicy policy) {
        return policy.managed()
                ? policy.status().effective().stream()
                        .filter(site -> site.weight() > 0)
                        .collect(Collectors.toMap(Site::cluster, site -> Optional.ofNullable(site.health())))
                : Map.of();
    }

    private Optional<String> holds(
            Snapshot snapshot, String namespace, String cluster, Predicate<ServiceFacts> concerned) {
        return view.policies(snapshot, namespace).stream()
                .filter(policy -> policy.managed() && policy.status().weight(cluster) > 0)
                .filter(policy -> leaves(snapshot, policy, cluster, concerned))
                .findFirst()
                .map(policy -> reason(policy, cluster));
    }

    /** Whether the site is one of the copy's, and nothing of it stays. */
    private boolean leaves(
            Snapshot snapshot, GlobalTrafficPolicy policy, String cluster, Predicate<ServiceFacts> concerned) {
        Optional<MemberFacts> member = view.member(snapshot, cluster);
        if (member.isEmpty()) {
            return false;
        }
        boolean own = false;
        for (Backend backend : policy.spec().backends()) {
            Optional<ServiceFacts> service = view.service(snapshot, policy.key().namespace(), backend.service());
            if (service.isEmpty() || !backend.affinity().matches(member.get().identity())) {
                continue;
            }
            own |= concerned.test(service.get());
            if (stays(snapshot, service.get(), cluster)) {
                return false;
            }
        }
        return own;
    }

    private boolean stays(Snapshot snapshot, ServiceFacts service, String cluster) {
        return view.copiesOf(snapshot, service).in(cluster).stays()
                && view.behind(snapshot, service)
                        .map(copies -> copies.in(cluster))
                        .anyMatch(copy -> copy.stays() && copy.ready() > 0);
    }

    private static String reason(GlobalTrafficPolicy policy, String cluster) {
        String gives = "GlobalTrafficPolicy " + policy.id() + " gives " + cluster + " weight "
                + policy.status().weight(cluster);
        if (policy.spec().holdsStill()) {
            return gives + " and is paused; set spec.paused to false to let it drain";
        }
        boolean elsewhere = policy.status().effective().stream()
                .anyMatch(
                        site -> site.health() == Health.READY && !site.cluster().equals(cluster));
        return elsewhere
                ? gives + "; waiting until that is 0"
                : gives + " and no other site is ready to take it; make its Service and pods ready elsewhere";
    }
}
