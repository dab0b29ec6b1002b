package dev.flotilla.placement.preemption;

import dev.flotilla.placement.Capacity;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.WorkloadRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Room for a workload that finds none, made by displacing others of lower priority.
 *
 * <p>Those of the lowest priority go first, of these the ones that give the most; no more of them than the policy's
 * budget allows, of each no more replicas than are needed, and never the last one. A workload that would not fit even
 * so displaces nobody.
 *
 * @param decision where the workload goes then
 * @param victims who makes room for it
 */
public record Preemption(PlacementDecision decision, List<Victim> victims) {
    private static final Comparator<Victim> ORDER = Comparator.<Victim>comparingInt(
                    victim -> victim.workload().priority())
            .thenComparing(Comparator.comparingInt(Victim::count).reversed())
            .thenComparing(victim -> victim.workload().binding());

    /** @param leaves replicas by cluster, all of them positive */
    public record Victim(Displaceable workload, SortedMap<String, Integer> leaves) {
        int count() {
            return leaves.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** What it has by cluster once it has made room; nothing of clusters that it leaves altogether. */
        public SortedMap<String, Integer> keeps() {
            SortedMap<String, Integer> keeps = new TreeMap<>(workload.replicas());
            leaves.forEach((cluster, gone) -> keeps.merge(cluster, -gone, Integer::sum));
            keeps.values().removeIf(replicas -> replicas == 0);
            return keeps;
        }

        @Override
        public String toString() {
            return workload.binding().namespace() + "/" + workload.binding().name() + " ("
                    + leaves.entrySet().stream()
                            .map(each -> each.getValue() + " of " + each.getKey())
                            .collect(Collectors.joining(", "))
                    + ")";
        }
    }

    public Preemption {
        victims = List.copyOf(victims);
    }

    /**
     * @param left what clusters have left for a workload that displaces nobody; it found no room by that
     * @param lower the workloads of lower priority
     */
    public static Optional<Preemption> find(
            ClusterSnapshot left, WorkloadRequest request, Previous previous, List<Displaceable> lower) {
        List<Victim> ready = lower.stream()
                .map(workload -> new Victim(workload, atMost(left, request, workload)))
                .filter(victim -> !victim.leaves().isEmpty())
                .sorted(ORDER)
                .toList();
        int most = Math.min(request.rules().preferences().displaces(), ready.size());
        for (int count = 1; count <= most; count++) {
            List<Victim> some = ready.subList(0, count);
            PlacementDecision decision = Scheduler.decide(without(left, some), request, previous);
            if (decision.succeeded()) {
                return needed(left, request, previous, decision, some)
                        .map(victims -> new Preemption(decision, victims));
            }
        }
        return Optional.empty();
    }

    /** All that a workload can give up in clusters that the other may take; one replica it keeps. */
    private static SortedMap<String, Integer> atMost(
            ClusterSnapshot fleet, WorkloadRequest request, Displaceable workload) {
        SortedMap<String, Integer> gives = new TreeMap<>();
        workload.replicas().forEach((cluster, replicas) -> {
            boolean wanted = fleet.cluster(cluster)
                    .filter(request.rules()::mayTake)
                    .filter(found -> found.capacity().isPresent())
                    .isPresent();
            if (wanted && replicas > 0) {
                gives.put(cluster, replicas);
            }
        });
        int given = gives.values().stream().mapToInt(Integer::intValue).sum();
        if (given > 0 && given == workload.total()) {
            String last = gives.lastKey();
            gives.computeIfPresent(last, (_, replicas) -> replicas == 1 ? null : replicas - 1);
        }
        return gives;
    }

    private static ClusterSnapshot without(ClusterSnapshot fleet, List<Victim> victims) {
        Map<String, List<Capacity.Taken>> gone = gone(victims);
        List<FleetCluster> clusters = fleet.clusters().stream()
                .map(cluster -> gone.containsKey(cluster.name())
                        ? cluster.having(cluster.capacity().orElseThrow().more(gone.get(cluster.name())))
                        : cluster)
                .toList();
        return fleet.measured(clusters);
    }

    private static Map<String, List<Capacity.Taken>> gone(List<Victim> victims) {
        Map<String, List<Capacity.Taken>> gone = new HashMap<>();
        victims.forEach(victim -> victim.leaves()
                .forEach((cluster, replicas) -> gone.computeIfAbsent(cluster, _ -> new ArrayList<>())
                        .add(new Capacity.Taken(victim.workload().requirement(), replicas))));
        return gone;
    }

    /** By cluster, what leaves it. */
    public Map<String, List<Capacity.Taken>> gone() {
        return gone(victims);
    }

    /** Of what all of them could give, no more than the decision takes; empty if it is not enough after all. */
    private static Optional<List<Victim>> needed(
            ClusterSnapshot left,
            WorkloadRequest request,
            Previous previous,
            PlacementDecision decision,
            List<Victim> some) {
        Map<Displaceable, SortedMap<String, Integer>> leaves = new HashMap<>();
        for (PlacementDecision.Target target : decision.targets()) {
            int more = target.replicas() - previous.replicas().getOrDefault(target.cluster(), 0);
            Capacity capacity = left.cluster(target.cluster())
                    .flatMap(FleetCluster::capacity)
                    .orElseThrow();
            List<Capacity.Taken> gone = new ArrayList<>();
            for (Victim victim : some) {
                int gives = victim.leaves().getOrDefault(target.cluster(), 0);
                int taken = 0;
                while (taken < gives && capacity.more(gone).room(request.requirement()) < more) {
                    gone.add(new Capacity.Taken(victim.workload().requirement(), 1));
                    taken++;
                }
                if (taken > 0) {
                    leaves.computeIfAbsent(victim.workload(), _ -> new TreeMap<>())
                            .put(target.cluster(), taken);
                }
            }
            if (capacity.more(gone).room(request.requirement()) < more) {
                return Optional.empty();
            }
        }
        List<Victim> victims = new ArrayList<>();
        for (Victim victim : some) {
            SortedMap<String, Integer> gone = leaves.getOrDefault(victim.workload(), new TreeMap<>());
            if (!gone.isEmpty()) {
                victims.add(new Victim(victim.workload(), gone));
            }
        }
        return Optional.of(victims);
    }
}
