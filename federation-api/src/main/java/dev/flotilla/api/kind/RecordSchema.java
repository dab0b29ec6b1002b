package dev.flotilla.api.kind;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.store.ObjectJson;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the structural OpenAPI schema of a record from its components' types and their {@link Rule}s. */
final class RecordSchema {
    private static final String QUANTITY =
            "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

    private RecordSchema() {}

    static ObjectNode of(Class<? extends Record> type) {
        return record(type);
    }

    private static ObjectNode record(Class<?> type) {
        ObjectNode schema = typed("object");
        ObjectNode properties = ObjectJson.mapper().createObjectNode();
        ArrayNode required = ObjectJson.mapper().createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            @Nullable Rule rule = component.getAnnotation(Rule.class);
            properties.set(component.getName(), component(component.getGenericType(), rule));
            if (rule != null && rule.required()) {
                required.add(component.getName());
            }
        }
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        @Nullable Rule own = type.getAnnotation(Rule.class);
        if (own != null && own.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        return schema;
    }

    private static ObjectNode component(Type type, @Nullable Rule rule) {
        if (rule == null) {
            return value(type, false);
        }
        if (rule.anyValue()) {
            return ObjectJson.mapper().createObjectNode().put("x-kubernetes-preserve-unknown-fields", true);
        }
        ObjectNode schema = value(type, rule.quantity());
        numbers(schema, rule);
        texts(schema, rule);
        lists(schema, rule);
        if (!rule.defaultValue().isEmpty()) {
            JsonNode value = ObjectJson.mapper().readTree(rule.defaultValue());
            schema.set("default", value);
        }
        return schema;
    }

    private static void numbers(ObjectNode schema, Rule rule) {
        if (rule.min() != Long.MIN_VALUE) {
            schema.put("minimum", rule.min());
        }
        if (rule.max() != Long.MAX_VALUE) {
            schema.put("maximum", rule.max());
        }
    }

    private static void texts(ObjectNode schema, Rule rule) {
        if (rule.minLength() > 0) {
            schema.put("minLength", rule.minLength());
        }
        if (rule.maxLength() != Integer.MAX_VALUE) {
            schema.put("maxLength", rule.maxLength());
        }
        if (!rule.pattern().isEmpty()) {
            schema.put("pattern", rule.pattern());
        }
        if (rule.oneOf().length > 0) {
            ArrayNode allowed = schema.putArray("enum");
            List.of(rule.oneOf()).forEach(allowed::add);
        }
    }

    private static void lists(ObjectNode schema, Rule rule) {
        if (rule.minItems() > 0) {
            schema.put("minItems", rule.minItems());
        }
        if (rule.atomic()) {
            schema.put("x-kubernetes-list-type", "atomic");
        }
        if (rule.keys().length > 0) {
            schema.put("x-kubernetes-list-type", "map");
            ArrayNode keys = schema.putArray("x-kubernetes-list-map-keys");
            List.of(rule.keys()).forEach(keys::add);
        }
    }

    private static ObjectNode value(Type type, boolean quantity) {
        if (type instanceof ParameterizedType generic) {
            return container(generic, quantity);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain);
        }
        if (plain.isEnum()) {
            return labels(plain);
        }
        return scalar(plain, quantity);
    }

    private static ObjectNode container(ParameterizedType generic, boolean quantity) {
        Type[] arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) {
            ObjectNode list = typed("array");
            list.set("items", value(arguments[0], quantity));
            return list;
        }
        if (generic.getRawType() == Map.class) {
            ObjectNode map = typed("object");
            map.set("additionalProperties", value(arguments[1], quantity));
            return map;
        }
        throw new IllegalArgumentException("no schema is known for " + generic);
    }

    private static ObjectNode scalar(Class<?> type, boolean quantity) {
        if (quantity) {
            ObjectNode schema = ObjectJson.mapper().createObjectNode();
            ArrayNode either = schema.putArray("anyOf");
            either.addObject().put("type", "integer");
            either.addObject().put("type", "string");
            return schema.put("pattern", QUANTITY).put("x-kubernetes-int-or-string", true);
        }
        if (type == String.class) {
            return typed("string");
        }
        if (type == int.class || type == Integer.class) {
            return typed("integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return typed("integer").put("format", "int64");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == Instant.class) {
            return typed("string").put("format", "date-time");
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return typed("object").put("x-kubernetes-preserve-unknown-fields", true);
        }
        throw new IllegalArgumentException("no schema is known for " + type);
    }

    private static ObjectNode labels(Class<?> type) {
        ObjectNode schema = typed("string");
        ArrayNode allowed = schema.putArray("enum");
        for (Field field : type.getFields()) {
            @Nullable JsonProperty label = field.getAnnotation(JsonProperty.class);
            if (field.isEnumConstant()) {
                allowed.add(label == null ? field.getName() : label.value());
            }
        }
        return schema;
    }

    private static ObjectNode typed(String type) {
        return ObjectJson.mapper().createObjectNode().put("type", type);
    }
}
