package dev.flotilla.api.policy;

import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.selector.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * Which resource templates a policy is for.
 *
 * @param namespace empty for any
 * @param name empty for any; where it is set the label selector is not looked at
 */
public record ResourceSelector(
        @Rule(required = true) String apiVersion,
        @Rule(required = true) String kind,
        String namespace,
        String name,
        @Nullable LabelSelector labelSelector) {}
