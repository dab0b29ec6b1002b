package dev.flotilla.api.policy;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The spec of an OverridePolicy or ClusterOverridePolicy.
 *
 * @param resourceSelectors empty for every resource
 * @param targetCluster deprecated with {@code overriders}, and not together with rules
 */
public record OverrideSpec(
        List<ResourceSelector> resourceSelectors,
        List<OverrideRule> overrideRules,
        @Nullable ClusterAffinity targetCluster,
        @Nullable Overriders overriders) {

    /** @param targetCluster null for every cluster */
    public record OverrideRule(
            @Nullable ClusterAffinity targetCluster,
            @Rule(required = true) @Nullable Overriders overriders) {}

    public OverrideSpec {
        resourceSelectors = List.copyOf(resourceSelectors);
        overrideRules = List.copyOf(overrideRules);
    }

    public static OverrideSpec of(JsonNode policy) {
        return RecordJson.read(policy.path("spec"), OverrideSpec.class);
    }

    /** The rules in force, the deprecated form as the one rule that it is. */
    public List<OverrideRule> rules() {
        return overrideRules.isEmpty() && overriders != null
                ? List.of(new OverrideRule(targetCluster, overriders))
                : overrideRules;
    }
}
