package dev.flotilla.api.search;

import dev.flotilla.api.work.Condition;
import java.util.List;

/** What is known of a registry. */
public record ResourceRegistryStatus(List<Condition> conditions) {
    public ResourceRegistryStatus {
        conditions = List.copyOf(conditions);
    }
}
