package dev.flotilla.apiserver.auth;

import java.util.List;

/**
 * What a user may do in one namespace and on the whole.
 *
 * @param problem what kept the list from being complete; empty for nothing
 */
public record HeldRules(List<ResourceRule> resources, List<PathRule> paths, String problem) {
    /** @param names empty for all */
    public record ResourceRule(List<String> verbs, List<String> groups, List<String> resources, List<String> names) {}

    /** Rights on paths that are no resources'. */
    public record PathRule(List<String> verbs, List<String> paths) {}

    public HeldRules {
        resources = List.copyOf(resources);
        paths = List.copyOf(paths);
    }
}
