package dev.flotilla.placement.reservation;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.work.ReplicaRequirements.NodeClaim;
import dev.flotilla.placement.Requirement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one replica needs, in an order that is the same on every node.
 *
 * @param text equal for equal requirements
 */
record Need(String text, Requirement requirement) implements Comparable<Need> {
    /** Lies before every other. */
    static final Need FIRST = new Need("", Requirement.NONE);

    static Need of(Requirement requirement) {
        return new Need(
                new TreeMap<>(requirement.milli())
                        + requirement.claim().map(Need::text).orElse(""),
                requirement);
    }

    static ObjectNode write(Requirement requirement) {
        ObjectNode need = ObjectJson.mapper().createObjectNode();
        new TreeMap<>(requirement.milli()).forEach(need.putObject("milli")::put);
        requirement.claim().ifPresent(claim -> need.set("claim", RecordJson.write(claim)));
        return need;
    }

    static Requirement read(JsonNode need) {
        Map<String, Long> milli = new HashMap<>();
        need.path("milli")
                .properties()
                .forEach(each -> milli.put(each.getKey(), each.getValue().asLong(0)));
        return new Requirement(
                milli,
                Optional.of(need.path("claim"))
                        .filter(JsonNode::isObject)
                        .map(claim -> RecordJson.read(claim, NodeClaim.class)));
    }

    private static String text(NodeClaim claim) {
        Map<String, String> selector = new TreeMap<>(claim.nodeSelector());
        return selector + "|" + Optional.ofNullable(claim.hardNodeAffinity()) + "|" + claim.tolerations();
    }

    @Override
    public int compareTo(Need other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Need need && text.equals(need.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
