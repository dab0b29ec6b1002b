package dev.flotilla.api.apps;

import dev.flotilla.api.kind.Rule;

/** A resource template; its namespace is empty for a cluster-scoped one. */
public record WorkloadReference(
        @Rule(required = true) String apiVersion,
        @Rule(required = true) String kind,
        String namespace,
        @Rule(required = true) String name) {}
