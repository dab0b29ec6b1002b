package dev.flotilla.apiserver.table;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints objects of one kind as rows.
 *
 * @param columns as many as {@code row} gives cells
 */
public record TablePrinter(List<Column> columns, Row row) {
    /** @param priority 0 is always shown, anything above only in the wide form */
    public record Column(String name, String type, String format, String description, int priority) {}

    /** One object's cells. */
    public interface Row {
        List<JsonNode> cells(ObjectNode object, Instant now);
    }

    public TablePrinter {
        columns = List.copyOf(columns);
    }

    public List<JsonNode> cells(ObjectNode object, Instant now) {
        return row.cells(object, now);
    }
}
