package dev.flotilla.api.dr;

import dev.flotilla.api.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which workloads a drill is judged by. The loss itself is the sites': everything that runs there is treated as lost,
 * whether it is in scope or not.
 *
 * @param namespaces empty for all
 * @param workloadSelector over the labels of the templates; null for all
 */
public record Scope(List<String> namespaces, @Nullable LabelSelector workloadSelector) {
    public static final Scope ALL = new Scope(List.of(), null);

    public Scope {
        namespaces = List.copyOf(namespaces);
    }

    public boolean includes(String namespace, Map<String, String> labels) {
        return (namespaces.isEmpty() || namespaces.contains(namespace))
                && (workloadSelector == null || workloadSelector.matches(labels));
    }
}
