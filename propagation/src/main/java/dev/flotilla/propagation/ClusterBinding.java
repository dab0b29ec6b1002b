package dev.flotilla.propagation;

import dev.flotilla.api.store.ObjectKey;

/** One binding's copy in one cluster: the unit of work of a member. */
public record ClusterBinding(String cluster, ObjectKey binding) {}
