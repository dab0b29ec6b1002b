package dev.flotilla.api.schema.defaults;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.schema.TableType;
import dev.flotilla.api.schema.TypeSchema;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Completes objects of built-in kinds as a kube-apiserver does after decoding. Applying it twice changes nothing.
 * Custom resources have their own: {@code CustomResourceSchema.applyDefaults}.
 */
public final class Defaults {
    private static final int MILLI_SCALE = 3;

    private Defaults() {}

    /**
     * Fills in what is missing. The object given is changed and returned; its fields stand in the order of their type.
     *
     * @param object as the decoder leaves it
     * @param typeName of the table, as {@code KubernetesSchema.kindName} gives it
     * @param type the type of that name
     */
    public static ObjectNode apply(ObjectNode object, String typeName, TypeSchema.Struct type) {
        struct(object, typeName, type);
        return FieldOrder.sort(object, type);
    }

    private static void struct(ObjectNode object, String typeName, TypeSchema.Struct type) {
        KubernetesDefaults.rule(typeName).ifPresent(rule -> rule.accept(object));
        for (Field field : type.fields().values()) {
            Optional<JsonNode> standard = field.defaultValue();
            if (standard.isPresent() && Tree.isZero(object, field.name(), field.pointer())) {
                object.set(field.name(), standard.get().deepCopy());
            }
            @Nullable JsonNode value = object.get(field.name());
            if (value != null) {
                value(value, field.type());
                if (field.go().type().equals("v1.ResourceList") && value instanceof ObjectNode amounts) {
                    roundUp(amounts);
                }
            }
        }
    }

    private static void value(JsonNode value, TypeSchema type) {
        if (type instanceof TableType.Named named) {
            if (value instanceof ObjectNode object) {
                struct(object, named.name(), named.resolve());
            }
            return;
        }
        if (type instanceof TableType.Granular granular) {
            value(value, granular.type());
            return;
        }
        switch (type.resolved()) {
            case TypeSchema.ListOf list -> value.forEach(item -> value(item, list.item()));
            case TypeSchema.MapOf map -> value.forEach(item -> value(item, map.value()));
            case TypeSchema.Struct _, TypeSchema.Scalar _, TypeSchema.Any _, TypeSchema.Reference _ -> {}
        }
    }

    /** Amounts of resources are counted in thousandths. */
    private static void roundUp(ObjectNode amounts) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(amounts.properties())) {
            Quantity amount = Quantity.parse(entry.getValue().asString("0"));
            if (amount.value().stripTrailingZeros().scale() > MILLI_SCALE) {
                Quantity rounded = new Quantity(
                        amount.value().setScale(MILLI_SCALE, RoundingMode.UP), amount.format(), Optional.empty());
                amounts.put(entry.getKey(), rounded.canonical());
            }
        }
    }
}
