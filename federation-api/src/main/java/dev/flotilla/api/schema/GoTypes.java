package dev.flotilla.api.schema;

/** The names that Kubernetes' Go code has for types; error messages show them. */
public final class GoTypes {
    private GoTypes() {}

    /** The Go type of a value whose row in the table names none. */
    public static String of(TypeSchema type) {
        return switch (type) {
            case TableType.Named named -> named.goType();
            case TableType.Granular granular -> granular.type().goType();
            case TableType.Wrapped wrapped -> of(wrapped.list());
            case TableType.Nullable nullable -> "*" + of(nullable.type());
            case TableType.Raw raw -> raw.goType();
            case TableType.SchemaOr either ->
                switch (either.alternative()) {
                    case BOOL -> "v1.JSONSchemaPropsOrBool";
                    case ARRAY -> "v1.JSONSchemaPropsOrArray";
                    case STRINGS -> "v1.JSONSchemaPropsOrStringArray";
                };
            case TypeSchema.ListOf list -> "[]" + of(list.item());
            case TypeSchema.MapOf map -> "map[string]" + of(map.value());
            case TypeSchema.Scalar scalar -> of(scalar.kind());
            case TypeSchema.Struct struct -> struct.name();
            case TypeSchema.Any _, TypeSchema.Reference _ -> "interface {}";
        };
    }

    private static String of(TypeSchema.ScalarKind kind) {
        return switch (kind) {
            case STRING -> "string";
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "float64";
            case BYTES -> "[]uint8";
            case INT_OR_STRING -> "intstr.IntOrString";
            case QUANTITY -> "resource.Quantity";
            case TIME -> "v1.Time";
            case MICRO_TIME -> "v1.MicroTime";
            case DURATION -> "v1.Duration";
        };
    }

    /** The type of an item, from the type of its list or map. */
    public static String element(String container, TypeSchema element) {
        if (container.startsWith("[]")) {
            return container.substring("[]".length());
        }
        return container.startsWith("map[") ? container.substring(container.indexOf(']') + 1) : of(element);
    }
}
