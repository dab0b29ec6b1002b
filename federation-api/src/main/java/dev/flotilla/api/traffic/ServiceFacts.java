package dev.flotilla.api.traffic;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What of a Service object bears on traffic.
 *
 * @param selector of its pods; empty if it names none
 * @param balanced whether it is of type LoadBalancer, so that a site needs an address of it
 */
public record ServiceFacts(ObjectKey key, Map<String, String> selector, boolean balanced) {
    public ServiceFacts {
        selector = Map.copyOf(selector);
    }

    public static ServiceFacts of(StoredObject service) {
        JsonNode spec = service.tree().path("spec");
        return new ServiceFacts(
                service.key(),
                labels(spec.path("selector")),
                spec.path("type").asString("").equals("LoadBalancer"));
    }

    /** The labels of the pods that a workload makes. */
    public static Map<String, String> podLabels(StoredObject workload) {
        return labels(workload.tree().at("/spec/template/metadata/labels"));
    }

    /** Whether pods with these labels stand behind it. */
    public boolean selects(Map<String, String> podLabels) {
        return !selector.isEmpty() && podLabels.entrySet().containsAll(selector.entrySet());
    }

    private static Map<String, String> labels(JsonNode map) {
        Map<String, String> labels = new TreeMap<>();
        map.properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asString("")));
        return labels;
    }
}
