package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ClusterRole that a server starts with.
 *
 * @param aggregates whether its rules are those of the roles labelled for it
 */
record DefaultRole(String name, Map<String, String> labels, boolean aggregates, List<PolicyRule> rules) {
    private static final String AGGREGATE_TO = RbacTypes.GROUP_LABEL + "/aggregate-to-";
    private static final String TRUE = "true";

    static DefaultRole of(JsonNode role) {
        Map<String, String> labels = new TreeMap<>();
        String into = role.path("into").asString("");
        if (!into.isEmpty()) {
            labels.put(AGGREGATE_TO + into, TRUE);
        }
        return new DefaultRole(
                role.path("name").asString(""),
                labels,
                role.path("aggregates").asBoolean(false),
                PolicyRule.listOf(role));
    }

    ObjectNode object() {
        ObjectNode role = Defaults.object("ClusterRole", name, labels);
        if (aggregates) {
            selectors(role);
        }
        ArrayNode list = role.putArray("rules");
        rules.forEach(rule -> list.add(rule.toJson()));
        return role;
    }

    /** The change that completes a stored one; none if it is complete. */
    Stream<Effect> completed(StoredObject stored) {
        ObjectNode role = stored.tree();
        if (Defaults.kept(role)) {
            return Stream.empty();
        }
        Defaults.mark(role, labels);
        List<PolicyRule> missing = MissingRights.of(PolicyRule.listOf(role), rules);
        if (!missing.isEmpty()) {
            ArrayNode list = role.path("rules") instanceof ArrayNode present ? present : role.putArray("rules");
            missing.forEach(rule -> list.add(rule.toJson()));
        }
        if (!aggregates) {
            role.remove("aggregationRule");
        } else if (!selects(role)) {
            selectors(role);
        }
        return role.equals(stored.tree()) ? Stream.empty() : Stream.of(new Effect.Update(stored, role));
    }

    private boolean selects(JsonNode role) {
        ObjectNode wanted = selector(Defaults.empty());
        return role.path("aggregationRule")
                .path("clusterRoleSelectors")
                .valueStream()
                .anyMatch(wanted::equals);
    }

    private void selectors(ObjectNode role) {
        selector(role.withObjectProperty("aggregationRule")
                .withArrayProperty("clusterRoleSelectors")
                .addObject());
    }

    private ObjectNode selector(ObjectNode selector) {
        selector.putObject("matchLabels").put(AGGREGATE_TO + name, TRUE);
        return selector;
    }
}
