package dev.flotilla.api.traffic;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.ObjectReference;
import dev.flotilla.api.work.TargetCluster;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where one template's copies are, as its binding says, by cluster.
 *
 * @param apiVersion of the template
 */
public record Copies(String apiVersion, String kind, String name, SortedMap<String, Copy> byCluster) {

    /**
     * One cluster's copy.
     *
     * @param leaving the binding no longer wants it there
     * @param present the member has been seen to hold it
     * @param ready replicas that are ready, as last seen; 0 for what has none
     * @param addresses at which a load balancer lets traffic in, in order
     */
    public record Copy(boolean leaving, boolean present, int ready, List<String> addresses) {
        static final Copy NONE = new Copy(true, false, 0, List.of());

        public Copy {
            addresses = List.copyOf(addresses);
        }

        /** It is there and is going to stay. */
        public boolean stays() {
            return present && !leaving;
        }
    }

    public Copies {
        byCluster = Collections.unmodifiableSortedMap(new TreeMap<>(byCluster));
    }

    public static Copies of(StoredObject binding) {
        JsonNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        BindingStatus status = BindingStatus.of(tree);
        Set<String> wanted = Stream.concat(
                        spec.clusters().stream(), spec.requiredBy().stream().flatMap(each -> each.clusters().stream()))
                .map(TargetCluster::name)
                .collect(Collectors.toSet());
        TreeMap<String, Copy> copies = new TreeMap<>();
        Stream.concat(spec.concerned(), status.aggregatedStatus().stream().map(AggregatedStatusItem::clusterName))
                .distinct()
                .forEach(cluster -> copies.put(cluster, copy(!wanted.contains(cluster), status.of(cluster))));
        @Nullable ObjectReference bound = spec.resource();
        return bound == null
                ? new Copies("", "", "", copies)
                : new Copies(bound.apiVersion(), bound.kind(), bound.name(), copies);
    }

    public Copy in(String cluster) {
        return byCluster.getOrDefault(cluster, Copy.NONE);
    }

    private static Copy copy(boolean leaving, Optional<AggregatedStatusItem> item) {
        if (item.isEmpty()) {
            return new Copy(leaving, false, 0, List.of());
        }
        @Nullable JsonNode status = item.get().status();
        boolean present = Boolean.TRUE.equals(item.get().applied()) || status != null;
        return status == null
                ? new Copy(leaving, present, 0, List.of())
                : new Copy(leaving, present, ready(status), addresses(status));
    }

    /** DaemonSets count in words of their own. */
    private static int ready(JsonNode status) {
        return status.path("readyReplicas").asInt(status.path("numberReady").asInt(0));
    }

    private static List<String> addresses(JsonNode status) {
        Set<String> addresses = new TreeSet<>();
        for (JsonNode ingress : status.at("/loadBalancer/ingress")) {
            addresses.add(ingress.path("ip").asString(ingress.path("hostname").asString("")));
        }
        addresses.remove("");
        return List.copyOf(addresses);
    }
}
