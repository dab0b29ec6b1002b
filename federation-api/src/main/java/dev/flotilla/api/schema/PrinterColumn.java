package dev.flotilla.api.schema;

/**
 * One column that a custom resource's definition adds to its table.
 *
 * @param type string, integer, number, boolean or date
 * @param jsonPath as {@code .spec.replicas}
 * @param priority 0 is always shown, anything above only in the wide form
 */
public record PrinterColumn(
        String name, String type, String format, String description, String jsonPath, int priority) {}
