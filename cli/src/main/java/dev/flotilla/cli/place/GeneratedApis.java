package dev.flotilla.cli.place;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;

/** What a generated cluster serves: Kubernetes' stable kinds of the common groups, and in some clusters more. */
final class GeneratedApis {
    private static final List<String> GROUPS = List.of(
            "",
            "apiextensions.k8s.io",
            "apps",
            "autoscaling",
            "batch",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io");
    private static final List<Extra> EXTRAS = List.of(
            new Extra(60, "gateway.networking.k8s.io/v1", Map.of("Gateway", "gateways", "HTTPRoute", "httproutes")),
            new Extra(30, "cert-manager.io/v1", Map.of("Certificate", "certificates", "Issuer", "issuers")),
            new Extra(15, "monitoring.coreos.com/v1", Map.of("ServiceMonitor", "servicemonitors")));
    private static final int PERCENT = 100;

    private GeneratedApis() {}

    /** @param kinds plurals by kind */
    private record Extra(int percent, String groupVersion, Map<String, String> kinds) {}

    static ArrayNode of(SplittableRandom random) {
        Map<String, Map<String, String>> served = new TreeMap<>();
        KubernetesSchema.get().all().stream()
                .filter(type -> GROUPS.contains(type.group()) && type.version().matches("v[0-9]+"))
                .forEach(type -> add(served, type));
        for (Extra extra : EXTRAS) {
            if (random.nextInt(PERCENT) < extra.percent()) {
                served.put(extra.groupVersion(), extra.kinds());
            }
        }
        ArrayNode enablements = ObjectJson.mapper().createArrayNode();
        served.forEach((groupVersion, kinds) -> {
            ArrayNode resources =
                    enablements.addObject().put("groupVersion", groupVersion).putArray("resources");
            new TreeMap<>(kinds)
                    .forEach((kind, plural) ->
                            resources.addObject().put("name", plural).put("kind", kind));
        });
        return enablements;
    }

    private static void add(Map<String, Map<String, String>> served, ResourceType type) {
        served.computeIfAbsent(type.apiVersion(), _ -> new TreeMap<>()).put(type.kind(), type.plural());
    }
}
