package dev.flotilla.api.schema;

import java.util.List;

/**
 * How a kube-apiserver treats writes of a built-in resource, beyond its shape, and the head of its table.
 *
 * @param requiresVersionOnUpdate an update must name the resourceVersion it replaces
 * @param createsOnUpdate a PUT of an absent name creates it
 * @param returnsDeleted DELETE answers with the object, not with a Status
 * @param resetFields paths, steps joined by dots, that a write to the resource cannot set
 * @param statusResetFields paths that a write to its status cannot set
 * @param columns of the table for {@code kubectl get}; empty where the server shows name and creation alone
 */
public record ResourceFacts(
        boolean requiresVersionOnUpdate,
        boolean createsOnUpdate,
        boolean returnsDeleted,
        List<String> resetFields,
        List<String> statusResetFields,
        List<Column> columns) {
    /** @param priority 0 is always shown, anything above only in the wide form */
    public record Column(String name, String type, String format, int priority) {}

    public ResourceFacts {
        resetFields = List.copyOf(resetFields);
        statusResetFields = List.copyOf(statusResetFields);
        columns = List.copyOf(columns);
    }
}
