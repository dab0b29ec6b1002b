package dev.flotilla.placement.quota;

import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.ReplicaRequirements;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.placement.cluster.ClusterReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What replicas request together.
 *
 * @param milli by resource, in thousandths of its unit
 */
public record Usage(Map<String, Long> milli) {
    public static final Usage NONE = new Usage(Map.of());

    private static final int MILLI_DIGITS = 3;

    public Usage {
        milli = Map.copyOf(milli);
    }

    /** Of a binding: what its replicas request in all of its clusters. */
    static Usage of(JsonNode binding) {
        BindingSpec spec = BindingSpec.of(binding);
        return of(
                spec,
                spec.clusters().stream().mapToLong(TargetCluster::replicas).sum());
    }

    /** Of so many replicas of a binding. */
    public static Usage of(BindingSpec spec, long replicas) {
        @Nullable ReplicaRequirements needed = spec.replicaRequirements();
        if (needed == null || needed.resourceRequest().isEmpty() || replicas == 0) {
            return NONE;
        }
        Map<String, Long> milli = new HashMap<>();
        ClusterReader.milli(needed.resourceRequest())
                .forEach((resource, each) -> milli.put(resource, Math.multiplyExact(each, replicas)));
        return new Usage(milli);
    }

    long of(String resource) {
        return milli.getOrDefault(resource, 0L);
    }

    /** As quantities, of the resources named alone. */
    SortedMap<String, String> quantities(Iterable<String> resources) {
        SortedMap<String, String> quantities = new TreeMap<>();
        resources.forEach(resource -> quantities.put(resource, text(of(resource))));
        return quantities;
    }

    /** As {@code 1500m}, or {@code 2} for whole numbers. */
    static String text(long milli) {
        return milli % 1000 == 0
                ? BigDecimal.valueOf(milli, MILLI_DIGITS).stripTrailingZeros().toPlainString()
                : milli + "m";
    }
}
