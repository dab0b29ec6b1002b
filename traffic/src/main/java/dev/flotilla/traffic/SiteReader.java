package dev.flotilla.traffic;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.traffic.Copies;
import dev.flotilla.api.traffic.Copies.Copy;
import dev.flotilla.api.traffic.GlobalTrafficPolicy;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.Backend;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import dev.flotilla.api.traffic.MemberFacts;
import dev.flotilla.api.traffic.ServiceFacts;
import dev.flotilla.api.traffic.TrafficView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds a policy's sites: the member clusters in which a workload behind one of its backends has, or had, a copy.
 *
 * <p>A site can serve when its cluster is ready, a backend's Service is there (with an address, if it is a load
 * balancer), and a replica behind it is ready. It is being left when that holds only by copies that are to be removed.
 */
final class SiteReader {
    private final TrafficView view;

    SiteReader(TrafficView view) {
        this.view = view;
    }

    /**
     * What there is.
     *
     * @param sites in order of their clusters
     * @param missing a sentence for each backend that can have no site
     */
    record Found(List<Site> sites, List<String> missing) {
        Found {
            sites = List.copyOf(sites);
            missing = List.copyOf(missing);
        }
    }

    /** A backend with what stands behind it. */
    private record Served(Backend backend, ServiceFacts service, Copies doors, List<Copies> workloads) {
        /** Why traffic cannot enter there by this backend; empty if it can. */
        Optional<String> closed(String cluster) {
            Copy door = doors.in(cluster);
            if (!door.present()) {
                return Optional.of("Service " + backend.service() + " is not applied there yet");
            }
            return service.balanced() && door.addresses().isEmpty()
                    ? Optional.of("Service " + backend.service() + " has no address there yet")
                    : Optional.empty();
        }

        boolean covers(MemberFacts member) {
            String cluster = member.identity().name();
            return backend.affinity().matches(member.identity())
                    && workloads.stream().anyMatch(each -> each.byCluster().containsKey(cluster));
        }
    }

    Found read(Snapshot snapshot, GlobalTrafficPolicy policy) {
        String namespace = policy.key().namespace();
        List<String> missing = new ArrayList<>();
        List<Served> served = new ArrayList<>();
        for (Backend backend : policy.spec().backends()) {
            Optional<ServiceFacts> service = view.service(snapshot, namespace, backend.service());
            if (service.isEmpty()) {
                missing.add("there is no Service " + namespace + "/" + backend.service() + "; create it");
            } else if (service.get().selector().isEmpty()) {
                missing.add("Service " + namespace + "/" + backend.service() + " selects no pods; give it a selector");
            } else {
                served.add(new Served(
                        backend,
                        service.get(),
                        view.copiesOf(snapshot, service.get()),
                        view.behind(snapshot, service.get()).toList()));
            }
        }
        return new Found(sites(snapshot, served), missing);
    }

    private List<Site> sites(Snapshot snapshot, List<Served> served) {
        Set<String> clusters = served.stream()
                .flatMap(each -> each.workloads().stream())
                .flatMap(copies -> copies.byCluster().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<Site> sites = new ArrayList<>();
        for (String cluster : clusters) {
            Optional<MemberFacts> member = view.member(snapshot, cluster);
            List<Served> covering = served.stream()
                    .filter(each -> member.isPresent() && each.covers(member.get()))
                    .toList();
            if (member.isPresent() && !covering.isEmpty()) {
                sites.add(site(member.get(), covering));
            }
        }
        return sites;
    }

    private static Site site(MemberFacts member, List<Served> covering) {
        String cluster = member.identity().name();
        List<Served> open =
                covering.stream().filter(each -> each.closed(cluster).isEmpty()).toList();
        List<Served> staying =
                open.stream().filter(each -> each.doors().in(cluster).stays()).toList();
        int ready = ready(open, cluster, false);
        int kept = ready(staying, cluster, true);
        List<Served> serving = (kept > 0 ? staying : open)
                .stream()
                        .filter(each -> ready(List.of(each), cluster, kept > 0) > 0)
                        .toList();
        Health health = !member.ready()
                ? Health.UNREACHABLE
                : ready == 0 ? Health.NOT_READY : kept == 0 ? Health.DRAINING : Health.READY;
        return new Site(
                cluster,
                member.region(),
                health,
                member.ready() ? ready : 0,
                member.ready() ? kept : 0,
                serving.stream().mapToInt(each -> each.backend().rank()).min().orElse(0),
                serving.stream().mapToInt(each -> each.backend().share()).sum(),
                why(health, member, covering, open),
                addresses(serving.isEmpty() ? open : serving, cluster));
    }

    /** Ready replicas behind any of them; a workload behind several counts once. */
    private static int ready(List<Served> some, String cluster, boolean staying) {
        TreeMap<String, Integer> byWorkload = new TreeMap<>();
        for (Served served : some) {
            for (Copies workload : served.workloads()) {
                Copy copy = workload.in(cluster);
                if (copy.present() && (copy.stays() || !staying)) {
                    byWorkload.put(workload.kind() + "/" + workload.name(), copy.ready());
                }
            }
        }
        return byWorkload.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String why(Health health, MemberFacts member, List<Served> covering, List<Served> open) {
        String cluster = member.identity().name();
        return switch (health) {
            case READY -> "it is ready";
            case DRAINING -> "its copy is going to be removed";
            case UNREACHABLE -> "the cluster is not ready (" + member.why() + ")";
            case NOT_READY ->
                open.isEmpty() ? covering.getFirst().closed(cluster).orElse("") : "no replica is ready there";
        };
    }

    private static List<String> addresses(List<Served> open, String cluster) {
        Set<String> addresses = new TreeSet<>();
        open.forEach(each -> addresses.addAll(each.doors().in(cluster).addresses()));
        return List.copyOf(addresses);
    }
}
