package dev.flotilla.api.work;

import dev.flotilla.api.kind.Rule;

/** The resource template that a binding is for; its namespace is empty for a cluster-scoped one. */
public record ObjectReference(
        @Rule(required = true) String apiVersion,
        @Rule(required = true) String kind,
        String namespace,
        @Rule(required = true) String name,
        String uid,
        String resourceVersion) {}
