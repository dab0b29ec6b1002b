package dev.flotilla.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Reads the fleet through the hub's API: its members, and what its bindings say of each workload. */
public final class FleetView {
    private static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters";
    private static final String BINDINGS = "/apis/work.karmada.io/v1alpha2/resourcebindings";

    private final KubeClient hub;

    public FleetView(KubeClient hub) {
        this.hub = hub;
    }

    /**
     * @param ready the Ready condition's status: True, False or Unknown
     * @param why the condition's reason and message
     */
    public record Member(
            String name, String region, String ready, String why, String version, String nodes, List<String> taints) {}

    /** Where one workload is meant to be, and how it is there. */
    public record Workload(
            String namespace,
            String kind,
            String name,
            int replicas,
            List<Copy> copies,
            List<String> leaving,
            String why) {
        public boolean ready() {
            return !copies.isEmpty() && copies.stream().allMatch(Copy::ready);
        }

        /** {@code eu-1:3 us-2:1}, or the clusters alone for what has no replicas. */
        public String where() {
            return copies.isEmpty()
                    ? "nowhere"
                    : copies.stream()
                            .map(copy -> copy.replicas() > 0 ? copy.cluster() + ":" + copy.replicas() : copy.cluster())
                            .collect(Collectors.joining(" "));
        }
    }

    /**
     * @param health Healthy, Unhealthy or Unknown, as the member was last seen
     * @param applied whether the member has what the hub wants there
     */
    public record Copy(String cluster, int replicas, boolean applied, String health, String message) {
        public boolean ready() {
            return applied && health.equals("Healthy");
        }
    }

    public List<Member> members() {
        return items(CLUSTERS).stream().map(FleetView::member).toList();
    }

    public List<Workload> workloads() {
        return items(BINDINGS).stream().map(FleetView::workload).toList();
    }

    /** What the hub says of the fleet as a whole, as when it holds evictions back. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (JsonNode cluster : items(CLUSTERS)) {
            find(cluster.at("/status/conditions"), "type", "EvictionHeld")
                    .filter(condition -> condition.path("status").asString("").equals("True"))
                    .map(condition -> condition.path("message").asString(""))
                    .filter(message -> !warnings.contains(message))
                    .ifPresent(warnings::add);
        }
        return List.copyOf(warnings);
    }

    /** A region, or a cluster in none, whose loss something would not survive. */
    public record Risk(String site, List<String> clusters, String why) {}

    /** What the hub foretells of the loss of each region, where it is bad. */
    public List<Risk> risks() {
        Map<String, Risk> risks = new TreeMap<>();
        for (JsonNode cluster : items(CLUSTERS)) {
            String name = cluster.at("/metadata/name").asString("");
            String region = cluster.at("/spec/region").asString("");
            find(cluster.at("/status/conditions"), "type", "SurvivesLoss")
                    .filter(condition -> condition.path("status").asString("").equals("False"))
                    .map(condition -> new Risk(
                            region.isEmpty() ? name : region,
                            List.of(name),
                            condition.path("message").asString("")))
                    .ifPresent(risk -> risks.merge(risk.site(), risk, FleetView::together));
        }
        return List.copyOf(risks.values());
    }

    private static Risk together(Risk one, Risk other) {
        return new Risk(
                one.site(),
                Stream.concat(one.clusters().stream(), other.clusters().stream())
                        .sorted()
                        .toList(),
                other.why());
    }

    private List<JsonNode> items(String path) {
        return hub.get(path)
                .map(list -> StreamSupport.stream(list.path("items").spliterator(), false)
                        .toList())
                .orElse(List.of());
    }

    private static Member member(JsonNode cluster) {
        Optional<JsonNode> ready = find(cluster.at("/status/conditions"), "type", "Ready");
        JsonNode nodes = cluster.at("/status/nodeSummary");
        List<String> taints = new ArrayList<>();
        for (JsonNode taint : cluster.at("/spec/taints")) {
            taints.add(
                    taint.path("key").asString("") + ":" + taint.path("effect").asString(""));
        }
        return new Member(
                cluster.at("/metadata/name").asString(),
                cluster.at("/spec/region").asString(""),
                ready.map(condition -> condition.path("status").asString()).orElse("Unknown"),
                ready.map(condition -> condition.path("reason").asString("") + ": "
                                + condition.path("message").asString(""))
                        .orElse("not probed yet"),
                cluster.at("/status/kubernetesVersion").asString(""),
                nodes.isMissingNode()
                        ? ""
                        : nodes.path("readyNum").asInt() + "/"
                                + nodes.path("totalNum").asInt(),
                taints);
    }

    private static Workload workload(JsonNode binding) {
        JsonNode spec = binding.path("spec");
        JsonNode seen = binding.at("/status/aggregatedStatus");
        List<Copy> copies = new ArrayList<>();
        for (JsonNode target : spec.path("clusters")) {
            String cluster = target.path("name").asString("");
            JsonNode status = find(seen, "clusterName", cluster).orElse(target.path("none"));
            copies.add(new Copy(
                    cluster,
                    target.path("replicas").asInt(0),
                    status.path("applied").asBoolean(false),
                    status.path("health").asString("Unknown"),
                    status.path("appliedMessage").asString("")));
        }
        List<String> leaving = new ArrayList<>();
        spec.path("removing").forEach(entry -> leaving.add(entry.path("cluster").asString("")));
        return new Workload(
                binding.at("/metadata/namespace").asString(""),
                spec.at("/resource/kind").asString(""),
                spec.at("/resource/name").asString(""),
                spec.path("replicas").asInt(0),
                copies,
                leaving,
                find(binding.at("/status/conditions"), "type", "Scheduled")
                        .map(condition -> condition.path("message").asString(""))
                        .orElse("not scheduled yet"));
    }

    private static Optional<JsonNode> find(JsonNode list, String field, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(each -> each.path(field).asString("").equals(value))
                .findFirst();
    }
}
