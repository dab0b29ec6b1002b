package dev.flotilla.health;

import dev.flotilla.api.cluster.ClusterSpec.ResourceModel;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reduces what a member said of itself to the summary that a Cluster's status holds. A small change of resources is not
 * worth a commit: {@link #worthWriting} says which is.
 */
public final class ClusterSummary {
    private static final double RESOURCES_CHANGE_MIN = 0.05;

    private ClusterSummary() {}

    /**
     * The fields {@code kubernetesVersion, apiEnablements, nodeSummary, resourceSummary, nodeClasses} of a Cluster's
     * status.
     *
     * @param models the grades that nodes are counted by; empty for none
     * @param readAt when the member was first asked for it
     */
    public static ObjectNode of(MemberReading reading, List<ResourceModel> models, Instant readAt) {
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.put("kubernetesVersion", reading.version());
        apis(status.putArray("apiEnablements"), reading);
        int ready =
                (int) reading.nodes().stream().filter(ClusterSummary::takesPods).count();
        status.putObject("nodeSummary").put("totalNum", reading.nodes().size()).put("readyNum", ready);
        ObjectNode summary = status.putObject("resourceSummary");
        resources(summary, reading);
        List<ReadNode> nodes = ReadNode.of(reading.nodes(), reading.pods());
        if (!models.isEmpty()) {
            summary.set("allocatableModelings", NodeGrades.of(nodes, models));
        }
        summary.put("readAt", readAt.truncatedTo(ChronoUnit.SECONDS).toString());
        status.set("nodeClasses", NodeClasses.of(nodes));
        return status;
    }

    /** Whether a summary differs from the one in the status by more than can be left for later. */
    public static boolean worthWriting(JsonNode status, JsonNode summary) {
        for (String field : new String[] {"kubernetesVersion", "apiEnablements", "nodeSummary"}) {
            if (!status.path(field).equals(summary.path(field))) {
                return true;
            }
        }
        JsonNode before = status.path("resourceSummary");
        JsonNode after = summary.path("resourceSummary");
        return ResourceSums.differ(before.path("allocatable"), after.path("allocatable"), RESOURCES_CHANGE_MIN)
                || ResourceSums.differ(before.path("allocated"), after.path("allocated"), RESOURCES_CHANGE_MIN)
                || ResourceSums.differ(before.path("allocating"), after.path("allocating"), RESOURCES_CHANGE_MIN)
                || NodeGrades.differ(
                        before.path("allocatableModelings"), after.path("allocatableModelings"), RESOURCES_CHANGE_MIN)
                || ClassChange.matters(status.path("nodeClasses"), summary.path("nodeClasses"), RESOURCES_CHANGE_MIN);
    }

    private static void apis(ArrayNode into, MemberReading reading) {
        reading.apis().stream()
                .sorted(Comparator.comparing(MemberReading.ApiEnablement::groupVersion))
                .forEach(api -> {
                    ArrayNode resources = into.addObject()
                            .put("groupVersion", api.groupVersion())
                            .putArray("resources");
                    api.resources().stream()
                            .sorted(Comparator.comparing(MemberReading.Resource::name))
                            .forEach(each -> resources
                                    .addObject()
                                    .put("name", each.name())
                                    .put("kind", each.kind()));
                });
    }

    private static void resources(ObjectNode into, MemberReading reading) {
        ResourceSums allocatable = new ResourceSums();
        reading.nodes().stream()
                .filter(ClusterSummary::takesPods)
                .forEach(node -> allocatable.add(node.path("status").path("allocatable")));
        ResourceSums allocated = new ResourceSums();
        ResourceSums allocating = new ResourceSums();
        for (JsonNode pod : reading.pods()) {
            boolean scheduled = !pod.path("spec").path("nodeName").asString("").isEmpty();
            ResourceSums sum = scheduled ? allocated : allocating;
            sum.addAll(ResourceSums.requestsOf(pod));
            sum.addPod();
        }
        allocatable.writeTo(into.putObject("allocatable"));
        allocated.writeTo(into.putObject("allocated"));
        allocating.writeTo(into.putObject("allocating"));
    }

    /** Ready, and not cordoned. */
    static boolean takesPods(JsonNode node) {
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                return condition.path("status").asString("").equals("True")
                        && !node.path("spec").path("unschedulable").asBoolean(false);
            }
        }
        return false;
    }
}
