package dev.flotilla.api.patch.apply;

import dev.flotilla.api.schema.TypeSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Which fields a value has, for its type. */
final class Fields {
    private Fields() {}

    /** Every leaf, every list item, and every entry of a map. */
    static FieldSet of(JsonNode value, TypeSchema type) {
        FieldSet.Builder found = new FieldSet.Builder();
        collect(value, type, found);
        return found.build();
    }

    private static void collect(JsonNode value, TypeSchema type, FieldSet.Builder at) {
        switch (Shape.of(type, value)) {
            case Shape.Leaf _ -> at.add();
            case Shape.Fields fields -> {
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    FieldSet.Builder below = at.below(PathElement.field(entry.getKey()));
                    JsonNode held = entry.getValue();
                    collect(held, fields.at(entry.getKey()), below);
                    if (held.isNull() || (held.isObject() && held.isEmpty()) || !fields.names(entry.getKey())) {
                        below.add();
                    }
                }
            }
            case Shape.Items items -> {
                for (Map.Entry<PathElement, List<JsonNode>> entry :
                        ListItems.byIdentity(items.list(), value).entrySet()) {
                    FieldSet.Builder below = at.below(entry.getKey());
                    if (entry.getValue().size() == 1) {
                        collect(entry.getValue().getFirst(), items.list().item(), below);
                    }
                    below.add();
                }
            }
        }
    }

    /** The set with every struct's field of which it holds a part. */
    static FieldSet withNamedFields(FieldSet set, TypeSchema type) {
        TypeSchema resolved = type.resolved();
        TreeMap<PathElement, FieldSet> children = new TreeMap<>();
        set.children().forEach((step, below) -> {
            FieldSet named = withNamedFields(below, typeBelow(resolved, step));
            boolean isNamed = step.isField()
                    && resolved instanceof TypeSchema.Struct struct
                    && struct.fields().containsKey(step.content());
            children.put(step, isNamed ? new FieldSet(true, named.children()) : named);
        });
        return new FieldSet(set.member(), children);
    }

    private static TypeSchema typeBelow(TypeSchema type, PathElement step) {
        return switch (type) {
            case TypeSchema.ListOf list -> step.isItem() ? list.item() : Shape.ANY;
            case TypeSchema.Struct _, TypeSchema.MapOf _ ->
                step.isField() ? new Shape.Fields(type).at(step.content()) : Shape.ANY;
            case TypeSchema.Scalar _, TypeSchema.Any _, TypeSchema.Reference _ -> Shape.ANY;
        };
    }
}
