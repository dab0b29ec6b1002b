package dev.flotilla.api.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a member is reached, where it is, and what keeps workloads off it.
 *
 * @param secretRef a Secret with {@code token} and {@code caBundle}, or with {@code kubeconfig}
 */
public record ClusterSpec(
        @Rule(maxLength = 128000) String id,
        @Rule(required = true) @Nullable SyncMode syncMode,
        String apiEndpoint,
        @Nullable SecretReference secretRef,
        @Nullable SecretReference impersonatorSecretRef,
        boolean insecureSkipTLSVerification,
        String proxyURL,
        Map<String, String> proxyHeader,
        String provider,
        String region,
        String zone,
        List<String> zones,
        List<Taint> taints,
        List<ResourceModel> resourceModels) {

    public enum SyncMode {
        @JsonProperty("Push")
        PUSH,
        @JsonProperty("Pull")
        PULL
    }

    public record SecretReference(String namespace, String name) {}

    /** A class of nodes, by the ranges its resources lie in. */
    public record ResourceModel(
            @Rule(required = true) int grade,
            @Rule(required = true) List<ResourceRange> ranges) {
        public ResourceModel {
            ranges = List.copyOf(ranges);
        }
    }

    /** From {@code min} to just below {@code max}, as quantities. */
    public record ResourceRange(
            @Rule(required = true) String name,
            @Rule(required = true, quantity = true) String min,
            @Rule(required = true, quantity = true) String max) {}

    public ClusterSpec {
        proxyHeader = Map.copyOf(proxyHeader);
        zones = List.copyOf(zones);
        taints = List.copyOf(taints);
        resourceModels = List.copyOf(resourceModels);
    }

    public static ClusterSpec of(JsonNode cluster) {
        return RecordJson.read(cluster.path("spec"), ClusterSpec.class);
    }

    /** The zones, the deprecated single one among them. */
    public List<String> allZones() {
        return zones.isEmpty() && !zone.isEmpty() ? List.of(zone) : zones;
    }
}
