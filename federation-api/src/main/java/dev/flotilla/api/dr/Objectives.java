package dev.flotilla.api.dr;

import dev.flotilla.api.kind.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What a drill is measured against, in seconds from the loss.
 *
 * @param rtoSeconds until every workload in scope is ready elsewhere
 * @param detectSeconds until the hub has noticed that all of the sites are lost; null for no objective
 */
public record Objectives(
        @Rule(required = true, min = 1, max = 86_400) int rtoSeconds,
        @Nullable @Rule(min = 1, max = 86_400) Integer detectSeconds) {}
