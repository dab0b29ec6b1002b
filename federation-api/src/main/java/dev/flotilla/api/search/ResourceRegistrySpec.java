package dev.flotilla.api.search;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.policy.ClusterAffinity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Resources that can be found, and the clusters in which they are looked for.
 *
 * @param targetCluster all clusters if it chooses none
 */
public record ResourceRegistrySpec(
        @Nullable ClusterAffinity targetCluster,
        @Rule(required = true) List<Selector> resourceSelectors) {

    /** @param namespace empty for all */
    public record Selector(
            @Rule(required = true) String apiVersion,
            @Rule(required = true) String kind,
            String namespace) {}

    public ResourceRegistrySpec {
        resourceSelectors = List.copyOf(resourceSelectors);
    }

    public static ResourceRegistrySpec of(JsonNode registry) {
        return RecordJson.read(registry.path("spec"), ResourceRegistrySpec.class);
    }
}
