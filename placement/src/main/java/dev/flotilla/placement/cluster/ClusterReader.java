package dev.flotilla.placement.cluster;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.cluster.ClusterSpec;
import dev.flotilla.api.cluster.ClusterStatus;
import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.Capacity;
import dev.flotilla.placement.FleetCluster;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads of a Cluster object what placement needs. */
public final class ClusterReader {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    /** What is read is shared, as the Cluster it is read from. */
    private static final Memo<FleetCluster> READ = new Memo<>(ClusterReader::fleetCluster);

    private ClusterReader() {}

    public static FleetCluster read(StoredObject object) {
        return READ.of(object);
    }

    private static FleetCluster fleetCluster(StoredObject object) {
        Cluster cluster = Cluster.of(object);
        return new FleetCluster(
                cluster.identity(),
                cluster.spec().taints(),
                apis(cluster.status()),
                cluster.terminating(),
                capacity(cluster.status(), cluster.spec().resourceModels()));
    }

    private static Set<String> apis(ClusterStatus status) {
        return status.apiEnablements().stream()
                .flatMap(enablement -> enablement.resources().stream()
                        .map(resource -> enablement.groupVersion() + "/" + resource.kind()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Capacity> capacity(ClusterStatus status, List<ClusterSpec.ResourceModel> models) {
        ClusterStatus.@Nullable ResourceSummary summary = status.resourceSummary();
        if (summary == null || summary.allocatable().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Long> free = new HashMap<>(milli(summary.allocatable()));
        for (Map<String, String> taken : List.of(summary.allocated(), summary.allocating())) {
            milli(taken).forEach((resource, amount) -> free.computeIfPresent(resource, (_, left) -> left - amount));
        }
        return Optional.of(new Capacity(
                pods(free),
                free,
                grades(summary.allocatableModelings(), models),
                status.nodeClasses().stream()
                        .limit(Capacity.NODE_CLASSES_MAX)
                        .map(ClusterReader::nodes)
                        .toList(),
                Optional.ofNullable(summary.readAt())));
    }

    private static Capacity.NodeClass nodes(ClusterStatus.NodeClass alike) {
        Map<String, Long> free = milli(alike.free());
        return new Capacity.NodeClass(
                alike.count(), pods(free), free, milli(alike.allocatable()), alike.labels(), alike.taints());
    }

    private static long pods(Map<String, Long> milli) {
        return milli.getOrDefault("pods", 0L) / 1000;
    }

    private static List<Capacity.Grade> grades(
            List<ClusterStatus.AllocatableModeling> counts, List<ClusterSpec.ResourceModel> models) {
        Map<Integer, ClusterSpec.ResourceModel> byGrade = models.stream()
                .collect(Collectors.toMap(ClusterSpec.ResourceModel::grade, Function.identity(), (one, _) -> one));
        return counts.stream()
                .filter(count -> byGrade.containsKey(count.grade()))
                .map(count -> new Capacity.Grade(count.count(), least(byGrade.get(count.grade()))))
                .toList();
    }

    private static Map<String, Long> least(ClusterSpec.@Nullable ResourceModel model) {
        return model == null
                ? Map.of()
                : model.ranges().stream()
                        .collect(Collectors.toMap(
                                ClusterSpec.ResourceRange::name, range -> milli(range.min()), (one, _) -> one));
    }

    /** Amounts in thousandths; one that cannot be read counts as nothing. */
    public static Map<String, Long> milli(Map<String, String> amounts) {
        return amounts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> milli(entry.getValue())));
    }

    /** The same of a tree, as {@code {cpu: 500m}}. */
    public static Map<String, Long> milliOf(JsonNode amounts) {
        return amounts.propertyStream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> milli(entry.getValue().asString(""))));
    }

    private static long milli(String text) {
        try {
            BigDecimal scaled = Quantity.parse(text).value().multiply(THOUSAND).setScale(0, RoundingMode.CEILING);
            return scaled.min(LONG_MAX).longValueExact();
        } catch (IllegalArgumentException unreadable) {
            return 0;
        }
    }
}
