package dev.flotilla.api.schema.validation;

import dev.flotilla.api.schema.Quantity;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a container asks for and what it may use at most. */
final class ResourceRules {
    private static final Set<String> CONTAINER = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "persistentvolumeclaims",
            "configmaps",
            "services.nodeports",
            "services.loadbalancers",
            "requests.storage",
            "storage");

    private final Checks checks;

    ResourceRules(Checks checks) {
        this.checks = checks;
    }

    void check(String field, JsonNode resources) {
        JsonNode limits = resources.path("limits");
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            amount(field + ".limits[" + limit.getKey() + "]", limit.getKey(), limit.getValue());
        }
        for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
            String name = request.getKey();
            amount(field + ".requests[" + name + "]", name, request.getValue());
            compare(field, name, request.getValue(), limits.path(name));
        }
    }

    private void compare(String field, String name, JsonNode request, JsonNode limit) {
        boolean overcommit = !isExtended(name) && !isHugePage(name);
        if (!limit.isString()) {
            if (!overcommit) {
                checks.required(field + ".limits", "Limit must be set for non overcommitable resources");
            }
            return;
        }
        int order = quantity(request).compareTo(quantity(limit));
        String bound = name + " limit of " + limit.asString();
        if (!overcommit && order != 0) {
            checks.invalid(field + ".requests", request, "must be equal to " + bound);
        } else if (order > 0) {
            checks.invalid(field + ".requests", request, "must be less than or equal to " + bound);
        }
    }

    private void amount(String field, String name, JsonNode value) {
        checks.invalid(field, name, Names.qualifiedName(name));
        boolean plain = !name.contains("/");
        if (plain && !STANDARD.contains(name) && !isHugePage(name)) {
            checks.invalid(field, name, "must be a standard resource type or fully qualified");
        }
        if (plain && !CONTAINER.contains(name) && !isHugePage(name)) {
            checks.invalid(field, name, "must be a standard resource for containers");
        }
        Quantity amount = quantity(value);
        if (amount.value().signum() < 0) {
            checks.invalid(field, value, "must be greater than or equal to 0");
        }
        boolean whole = amount.value().stripTrailingZeros().scale() <= 0;
        if (isExtended(name) && !whole) {
            checks.invalid(field, value, "must be an integer");
        }
    }

    private static boolean isHugePage(String name) {
        return name.startsWith("hugepages-");
    }

    private static boolean isExtended(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/") && !name.startsWith("requests.");
    }

    private static Quantity quantity(JsonNode value) {
        return Quantity.parse(value.asString("0"));
    }
}
