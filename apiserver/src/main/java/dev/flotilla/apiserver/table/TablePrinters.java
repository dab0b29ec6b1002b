package dev.flotilla.apiserver.table;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.PrinterColumn;
import dev.flotilla.api.schema.ResourceFacts;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.GroupResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the printer for a kind. Custom resources without columns of their own show name and age, built-in kinds name
 * and time of creation.
 */
public final class TablePrinters {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final TablePrinter.Column NAME =
            new TablePrinter.Column("Name", "string", "name", "Name must be unique within a namespace.", 0);
    private static final TablePrinter.Column AGE =
            new TablePrinter.Column("Age", "date", "", "How long ago the object was created.", 0);
    /** Both kinds of Event show the same columns, which the table of facts has once. */
    private static final GroupResource EVENTS = new GroupResource("", "events");

    private static final TablePrinter NAME_AND_AGE = new TablePrinter(
            List.of(NAME, AGE), (object, now) -> List.of(NODES.stringNode(Cells.name(object)), Cells.age(object, now)));

    private static final TablePrinter NAME_AND_CREATION = new TablePrinter(
            List.of(NAME, new TablePrinter.Column("Created At", "date", "", "When the object was created.", 0)),
            (object, now) -> List.of(
                    NODES.stringNode(Cells.name(object)),
                    NODES.stringNode(Cells.text(object, "metadata.creationTimestamp"))));

    private TablePrinters() {}

    public static TablePrinter of(ResourceType type, ServedCatalog catalog) {
        Optional<CustomDefinition> definition = catalog.definition(type);
        if (definition.isPresent()) {
            return custom(definition.get().columns());
        }
        return KubernetesSchema.get()
                .facts(type.group().equals("events.k8s.io") ? EVENTS : type.resource())
                .flatMap(facts -> builtIn(type, facts))
                .orElse(NAME_AND_CREATION);
    }

    private static Optional<TablePrinter> builtIn(ResourceType type, ResourceFacts facts) {
        TablePrinter.Row row = BuiltInRows.of(type.resource());
        List<TablePrinter.Column> columns = facts.columns().stream()
                .map(column -> new TablePrinter.Column(
                        column.name(), column.type(), column.format(), column.name(), column.priority()))
                .toList();
        return row == null || columns.isEmpty() ? Optional.empty() : Optional.of(new TablePrinter(columns, row));
    }

    private static TablePrinter custom(List<PrinterColumn> columns) {
        if (columns.isEmpty()) {
            return NAME_AND_AGE;
        }
        List<TablePrinter.Column> shown = Stream.concat(
                        Stream.of(NAME),
                        columns.stream()
                                .map(column -> new TablePrinter.Column(
                                        column.name(),
                                        column.type(),
                                        column.format(),
                                        column.description(),
                                        column.priority())))
                .toList();
        return new TablePrinter(shown, (object, now) -> cells(columns, object, now));
    }

    private static List<JsonNode> cells(List<PrinterColumn> columns, ObjectNode object, Instant now) {
        List<JsonNode> cells = new ArrayList<>();
        cells.add(NODES.stringNode(Cells.name(object)));
        for (PrinterColumn column : columns) {
            cells.add(cell(column, JsonPath.first(object, column.jsonPath()), now));
        }
        return cells;
    }

    private static JsonNode cell(PrinterColumn column, JsonNode value, Instant now) {
        if (value.isMissingNode() || value.isNull()) {
            return NODES.nullNode();
        }
        return switch (column.type()) {
            case "date" -> NODES.stringNode(Ages.since(value.asString(""), now));
            case "string" ->
                value.isContainer() ? NODES.stringNode(value.toString()) : NODES.stringNode(value.asString(""));
            default -> value;
        };
    }
}
