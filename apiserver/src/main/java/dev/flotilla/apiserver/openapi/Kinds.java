package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of one document: under which name each has its schema. */
final class Kinds {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final ServedCatalog catalog;
    private final SchemaComponents components;
    private final Map<String, Set<Gvk>> marks = new LinkedHashMap<>();

    Kinds(ServedCatalog catalog, SchemaComponents components) {
        this.catalog = catalog;
        this.components = components;
    }

    /** The schemas of all kinds that have been added, and of what they refer to; to be called last. */
    Map<String, ObjectNode> schemas() {
        return components.all(marks);
    }

    /** Adds a resource's kind and its list. */
    ObjectNode add(ResourceType type) {
        String name = catalog.definition(type)
                .map(definition -> custom(type, definition))
                .orElseGet(() -> builtIn(Gvk.of(type)).orElseThrow(() -> noType(type)));
        mark(name, Gvk.of(type));
        if (type.verbs().contains("list")) {
            list(type);
        }
        return components.dialect().reference(name);
    }

    /** The list of a resource that has been added. */
    ObjectNode list(ResourceType type) {
        Gvk list = new Gvk(type.group(), type.version(), type.kind() + "List");
        String name = type.builtIn() ? builtIn(list).orElse("") : customList(type);
        if (name.isEmpty()) {
            return components.reference(META + "Status");
        }
        mark(name, list);
        return components.dialect().reference(name);
    }

    /** A kind that a subresource answers with. */
    ObjectNode subresource(ResourceType type, ResourceType.Subresource subresource) {
        Gvk kind = new Gvk(subresource.group(), subresource.version(), subresource.kind());
        if (kind.equals(Gvk.of(type))) {
            return add(type);
        }
        Optional<String> name = builtIn(kind);
        name.ifPresent(each -> mark(each, kind));
        return components.dialect().reference(name.orElseGet(() -> named("Status")));
    }

    /** A type that belongs to no group: Status, DeleteOptions. */
    ObjectNode meta(String kind) {
        return components.dialect().reference(named(kind));
    }

    private String named(String kind) {
        components.addNamed(META + kind);
        return META + kind;
    }

    private void mark(String name, Gvk kind) {
        marks.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(kind);
    }

    private Optional<String> builtIn(Gvk kind) {
        Optional<String> name = KubernetesSchema.get().kindName(kind.apiVersion(), kind.kind());
        name.ifPresent(components::addNamed);
        return name;
    }

    private static IllegalStateException noType(ResourceType type) {
        return new IllegalStateException("no type is known for " + type.kind());
    }

    private String custom(ResourceType type, CustomDefinition definition) {
        JsonNode source = definition.schema().source();
        ObjectNode schema = source instanceof ObjectNode object
                ? object.deepCopy()
                : ObjectJson.mapper().createObjectNode();
        if (components.dialect() == Dialect.V2) {
            CustomSchemas.toV2(schema);
        }
        schema.put("type", "object");
        ObjectNode properties = schema.withObjectProperty("properties");
        described(schema, properties);
        properties.set("metadata", components.reference(META + "ObjectMeta"));
        String name = customName(type, type.kind());
        components.add(name, schema);
        return name;
    }

    private String customList(ResourceType type) {
        ObjectNode schema = ObjectJson.mapper().createObjectNode().put("type", "object");
        schema.putArray("required").add("items");
        ObjectNode properties = schema.putObject("properties");
        described(schema, properties);
        properties
                .putObject("items")
                .put("type", "array")
                .set("items", components.dialect().reference(customName(type, type.kind())));
        properties.set("metadata", components.reference(META + "ListMeta"));
        String name = customName(type, type.kind() + "List");
        components.add(name, schema);
        return name;
    }

    private static void described(ObjectNode schema, ObjectNode properties) {
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        schema.set("properties", properties);
    }

    private static String customName(ResourceType type, String kind) {
        List<String> labels = new ArrayList<>(Arrays.asList(type.group().split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels) + "." + type.version() + "." + kind;
    }
}
