package dev.flotilla.api.kind;

import dev.flotilla.api.schema.PrinterColumn;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One kind of ours, from which its CustomResourceDefinition follows.
 *
 * @param spec the record of its spec
 * @param status the record of its status, which is then a subresource; empty if it has none
 */
public record Kind(
        String group,
        String version,
        String kind,
        String plural,
        boolean namespaced,
        List<String> shortNames,
        List<PrinterColumn> columns,
        Class<? extends Record> spec,
        Optional<Class<? extends Record>> status) {
    public static final PrinterColumn AGE = new PrinterColumn("AGE", "date", "", "", ".metadata.creationTimestamp", 0);

    public Kind {
        shortNames = List.copyOf(shortNames);
        columns = List.copyOf(columns);
    }

    public static PrinterColumn column(String name, String jsonPath) {
        return new PrinterColumn(name, "string", "", "", jsonPath, 0);
    }

    public static PrinterColumn wideColumn(String name, String jsonPath) {
        return new PrinterColumn(name, "string", "", "", jsonPath, 1);
    }

    /** The structural schema of the whole object. */
    public ObjectNode schema() {
        ObjectNode schema = ObjectJson.mapper().createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        properties.set("spec", RecordSchema.of(spec));
        status.ifPresent(record -> properties.set("status", RecordSchema.of(record)));
        schema.putArray("required").add("spec");
        return schema;
    }

    /** By which {@code kubectl get} finds all kinds of one maker. */
    private Optional<String> category() {
        if (group.endsWith(".karmada.io")) {
            return Optional.of("karmada-io");
        }
        return group.endsWith(".flotilla.dev") ? Optional.of("flotilla") : Optional.empty();
    }

    /** The kind as a CustomResourceDefinition. */
    public ObjectNode definition() {
        ObjectNode definition = ObjectJson.mapper().createObjectNode();
        definition.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        definition.putObject("metadata").put("name", plural + "." + group);
        ObjectNode body = definition.putObject("spec").put("group", group);
        body.put("scope", namespaced ? "Namespaced" : "Cluster");
        ObjectNode names = body.putObject("names").put("kind", kind).put("listKind", kind + "List");
        names.put("plural", plural).put("singular", kind.toLowerCase(Locale.ROOT));
        ArrayNode categories = names.putArray("categories");
        category().ifPresent(categories::add);
        ArrayNode shorts = names.putArray("shortNames");
        shortNames.forEach(shorts::add);
        ObjectNode served = body.putArray("versions").addObject();
        served.put("name", version).put("served", true).put("storage", true);
        served.putObject("schema").set("openAPIV3Schema", schema());
        if (status.isPresent()) {
            served.putObject("subresources").putObject("status");
        }
        ArrayNode shown = served.putArray("additionalPrinterColumns");
        columns.forEach(column -> shown.addObject()
                .put("name", column.name())
                .put("type", column.type())
                .put("jsonPath", column.jsonPath())
                .put("priority", column.priority()));
        return definition;
    }
}
