package dev.flotilla.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads through the hub's API which nodes the hub has, and what each looks after. */
public final class HubNodes {
    private static final String NODES = "/apis/fleet.flotilla.dev/v1alpha1/hubnodes";
    private static final String ASSIGNMENT = "/apis/fleet.flotilla.dev/v1alpha1/sliceassignments/hub";

    /** @param slices the slices of the hub's work that it holds, in order; none if it is away or about to leave */
    public record Node(String name, String address, String region, String zone, List<Integer> slices) {
        /** {@code 0-20 42}, so that 64 of them fit a line. */
        public String ranges() {
            List<String> ranges = new ArrayList<>();
            int from = 0;
            for (int index = 1; index <= slices.size(); index++) {
                if (index == slices.size() || slices.get(index) != slices.get(index - 1) + 1) {
                    int first = slices.get(from);
                    int last = slices.get(index - 1);
                    ranges.add(first == last ? String.valueOf(first) : first + "-" + last);
                    from = index;
                }
            }
            return String.join(" ", ranges);
        }
    }

    private HubNodes() {}

    /** None for a hub that has but one. */
    public static List<Node> of(KubeClient hub) {
        Map<String, List<Integer>> held = new TreeMap<>();
        Optional<? extends JsonNode> assignment = hub.get(ASSIGNMENT);
        assignment.ifPresent(found -> {
            for (JsonNode holding : found.at("/spec/holdings")) {
                held.computeIfAbsent(holding.path("node").asString(""), _ -> new ArrayList<>())
                        .addAll(IntStream.range(0, holding.path("slices").size())
                                .mapToObj(index ->
                                        holding.path("slices").path(index).asInt())
                                .toList());
            }
        });
        List<Node> nodes = new ArrayList<>();
        JsonNode listed =
                hub.get(NODES).<JsonNode>map(list -> list.path("items")).orElseGet(MissingNode::getInstance);
        for (JsonNode node : listed) {
            String name = node.at("/metadata/name").asString("");
            nodes.add(new Node(
                    name,
                    node.at("/spec/address").asString(""),
                    node.at("/spec/region").asString(""),
                    node.at("/spec/zone").asString(""),
                    held.getOrDefault(name, List.of()).stream().sorted().collect(Collectors.toList())));
        }
        return nodes;
    }
}
