package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Turns the generated resource file into the types of this package. */
final class TableReader {
    private static final String PROPS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

    private final JsonNode table;
    private final Map<String, String> goNames = new LinkedHashMap<>();
    private final SequencedMap<String, TypeSchema.Struct> types = new LinkedHashMap<>();

    TableReader(JsonNode table) {
        this.table = table;
        for (Map.Entry<String, JsonNode> type : table.path("types").properties()) {
            goNames.put(type.getKey(), type.getValue().path("go").asString());
        }
        for (Map.Entry<String, JsonNode> type : table.path("types").properties()) {
            types.put(type.getKey(), struct(type.getKey(), type.getValue()));
        }
    }

    SequencedMap<String, TypeSchema.Struct> types() {
        return Collections.unmodifiableSequencedMap(types);
    }

    /** Type names by {@code apiVersion/kind}. */
    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (JsonNode group : table.path("groups")) {
            for (JsonNode version : group.path("versions")) {
                for (Map.Entry<String, JsonNode> kind : version.path("kinds").properties()) {
                    kinds.put(
                            apiVersion(group, version) + "/" + kind.getKey(),
                            kind.getValue().asString());
                }
            }
        }
        return Collections.unmodifiableMap(kinds);
    }

    List<ResourceType> resources() {
        List<ResourceType> resources = new ArrayList<>();
        for (JsonNode group : table.path("groups")) {
            for (JsonNode version : group.path("versions")) {
                for (JsonNode resource : version.path("resources")) {
                    resources.add(resource(group.path("name").asString(), version, resource));
                }
            }
        }
        return List.copyOf(resources);
    }

    Map<GroupResource, ResourceFacts> facts() {
        Map<GroupResource, ResourceFacts> facts = new LinkedHashMap<>();
        for (JsonNode group : table.path("groups")) {
            for (JsonNode version : group.path("versions")) {
                for (JsonNode resource : version.path("resources")) {
                    String plural = resource.path("name").asString();
                    facts.putIfAbsent(new GroupResource(group.path("name").asString(), plural), facts(resource));
                }
            }
        }
        return Collections.unmodifiableMap(facts);
    }

    private static String apiVersion(JsonNode group, JsonNode version) {
        String name = group.path("name").asString();
        return name.isEmpty()
                ? version.path("version").asString()
                : name + "/" + version.path("version").asString();
    }

    private ResourceType resource(String group, JsonNode version, JsonNode node) {
        String kind = node.path("kind").asString();
        String typeName = version.path("kinds").path(kind).asString();
        Map<String, ResourceType.Subresource> subresources = new LinkedHashMap<>();
        for (JsonNode each : node.path("subresources")) {
            subresources.put(
                    each.path("name").asString(),
                    new ResourceType.Subresource(
                            each.path("group").asString(),
                            each.path("version").asString(),
                            each.path("kind").asString(),
                            set(each.path("verbs"))));
        }
        return new ResourceType(
                group,
                version.path("version").asString(),
                kind,
                node.path("name").asString(),
                node.path("singular").asString(),
                node.path("namespaced").asBoolean(false),
                list(node.path("shortNames")),
                list(node.path("categories")),
                set(node.path("verbs")),
                subresources,
                node.path("generation").asBoolean(false),
                true,
                named(typeName).resolve());
    }

    private static ResourceFacts facts(JsonNode node) {
        List<ResourceFacts.Column> columns = new ArrayList<>();
        for (JsonNode column : node.path("columns")) {
            columns.add(new ResourceFacts.Column(
                    column.path("name").asString(),
                    column.path("type").asString(),
                    column.path("format").asString(""),
                    column.path("priority").asInt(0)));
        }
        return new ResourceFacts(
                node.path("conditional").asBoolean(false),
                node.path("createOnUpdate").asBoolean(false),
                node.path("returnsDeleted").asBoolean(false),
                list(node.path("reset")),
                list(node.path("statusReset")),
                columns);
    }

    private TypeSchema.Struct struct(String name, JsonNode node) {
        SequencedMap<String, Field> fields = new LinkedHashMap<>();
        for (JsonNode each : node.path("fields")) {
            Field field = field(each);
            fields.put(field.name(), field);
        }
        return new TypeSchema.Struct(
                name.substring(name.lastIndexOf('.') + 1),
                Collections.unmodifiableSequencedMap(fields),
                node.path("atomic").asBoolean(false),
                false);
    }

    private Field field(JsonNode node) {
        TypeSchema type = type(node.path("type").asString(), node);
        List<Integer> numbers = new ArrayList<>();
        node.path("proto").forEach(number -> numbers.add(number.intValue()));
        int number = numbers.isEmpty() ? 0 : numbers.removeLast();
        String emit = node.path("emit").asString("");
        return new Field(
                node.path("name").asString(),
                type,
                node.path("required").asBoolean(false),
                Optional.ofNullable(node.get("default")),
                node.path("pointer").asBoolean(false),
                !emit.isEmpty(),
                number,
                list(node.path("patch")),
                Optional.ofNullable(node.get("mergeKey")).map(JsonNode::asString),
                new Field.GoForm(
                        node.has("go") ? node.path("go").asString() : GoTypes.of(type),
                        emit.equals("nonzero"),
                        list(node.path("in")),
                        numbers));
    }

    private TypeSchema type(String expression, JsonNode field) {
        if (expression.startsWith("~")) {
            return new TableType.Wrapped(listOf(expression.substring("~[]".length()), field));
        }
        if (expression.startsWith("*")) {
            return new TableType.Nullable(type(expression.substring(1), field));
        }
        if (expression.startsWith("[]")) {
            return listOf(expression.substring("[]".length()), field);
        }
        if (expression.startsWith("map[]")) {
            boolean atomic = field.path("map").asString("").equals("atomic");
            return new TypeSchema.MapOf(element(expression.substring("map[]".length())), atomic);
        }
        TypeSchema leaf = leaf(expression);
        boolean granular = field.path("map").asString("").equals("granular");
        return granular && leaf instanceof TableType.Named named ? new TableType.Granular(named) : leaf;
    }

    private TypeSchema.ListOf listOf(String item, JsonNode field) {
        TypeSchema.ListKind kind = switch (field.path("list").asString("atomic")) {
            case "map" -> TypeSchema.ListKind.MAP;
            case "set" -> TypeSchema.ListKind.SET;
            default -> TypeSchema.ListKind.ATOMIC;
        };
        return new TypeSchema.ListOf(element(item), kind, list(field.path("keys")));
    }

    private TypeSchema element(String expression) {
        return type(expression, MissingNode.getInstance());
    }

    private TypeSchema leaf(String expression) {
        return switch (expression) {
            case "string" -> scalar(TypeSchema.ScalarKind.STRING);
            case "bool" -> scalar(TypeSchema.ScalarKind.BOOL);
            case "int32" -> scalar(TypeSchema.ScalarKind.INT32);
            case "int64" -> scalar(TypeSchema.ScalarKind.INT64);
            case "double" -> scalar(TypeSchema.ScalarKind.DOUBLE);
            case "bytes" -> scalar(TypeSchema.ScalarKind.BYTES);
            case "intOrString" -> scalar(TypeSchema.ScalarKind.INT_OR_STRING);
            case "quantity" -> scalar(TypeSchema.ScalarKind.QUANTITY);
            case "time" -> scalar(TypeSchema.ScalarKind.TIME);
            case "microTime" -> scalar(TypeSchema.ScalarKind.MICRO_TIME);
            case "duration" -> scalar(TypeSchema.ScalarKind.DURATION);
            case "raw" -> new TableType.Raw("runtime.RawExtension");
            case "fieldsV1" -> new TableType.Raw("v1.FieldsV1");
            case "schemaOrBool" -> new TableType.SchemaOr(TableType.SchemaOr.Alternative.BOOL, named(PROPS));
            case "schemaOrArray" -> new TableType.SchemaOr(TableType.SchemaOr.Alternative.ARRAY, named(PROPS));
            case "schemaOrStrings" -> new TableType.SchemaOr(TableType.SchemaOr.Alternative.STRINGS, named(PROPS));
            default -> named(expression);
        };
    }

    private TableType.Named named(String name) {
        String goName = goNames.get(name);
        if (goName == null) {
            throw new IllegalStateException("kubernetes.json names an unknown type: \"" + name + "\"");
        }
        return new TableType.Named(name, goName, types);
    }

    private static TypeSchema.Scalar scalar(TypeSchema.ScalarKind kind) {
        return new TypeSchema.Scalar(kind);
    }

    private static List<String> list(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asString()));
        return List.copyOf(values);
    }

    private static Set<String> set(JsonNode array) {
        return new LinkedHashSet<>(list(array));
    }
}
