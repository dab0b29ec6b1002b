package dev.flotilla.hub.search;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.search.ResourceRegistrySpec;
import dev.flotilla.apiserver.request.ResourcePath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which members are asked for a resource: those that registries choose for it; all of them if no registry
 * selects it.
 */
final class Registries {
    private Registries() {}

    static List<String> clusters(List<ResourceRegistrySpec> registries, List<Cluster> fleet, ResourcePath path) {
        List<ResourceRegistrySpec> selecting =
                registries.stream().filter(each -> selects(each, path)).toList();
        Set<String> chosen = new HashSet<>();
        for (Cluster cluster : fleet) {
            boolean wanted = selecting.isEmpty()
                    || selecting.stream()
                            .anyMatch(each -> each.targetCluster() == null
                                    || each.targetCluster().matches(cluster.identity()));
            if (wanted && !cluster.terminating()) {
                chosen.add(cluster.name());
            }
        }
        return chosen.stream().sorted().toList();
    }

    private static boolean selects(ResourceRegistrySpec registry, ResourcePath path) {
        String apiVersion = path.group().isEmpty() ? path.version() : path.group() + "/" + path.version();
        return registry.resourceSelectors().stream()
                .anyMatch(selector -> selector.apiVersion().equals(apiVersion)
                        && plurals(selector.kind()).contains(path.resource())
                        && (selector.namespace().isEmpty()
                                || selector.namespace().equals(path.namespace())));
    }

    /** What a kind may be called in a path, by the rules by which Kubernetes guesses it. */
    private static Set<String> plurals(String kind) {
        String singular = kind.toLowerCase(Locale.ROOT);
        String stem = singular.endsWith("y") ? singular.substring(0, singular.length() - 1) + "i" : singular;
        return new HashSet<>(List.of(singular, singular + "s", stem + "es"));
    }
}
