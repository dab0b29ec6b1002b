package dev.flotilla.api.schema.custom;

import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a CRD, compiled from its {@code openAPIV3Schema}: the shape for decoding, pruning and server-side
 * apply, and beside it the constraints and defaults that shape alone does not hold. Immutable.
 */
public final class CustomResourceSchema {
    private final JsonNode source;
    private final TypeSchema.Struct type;

    private CustomResourceSchema(JsonNode source, TypeSchema.Struct type) {
        this.source = source;
        this.type = type;
    }

    /**
     * Compiles a structural schema.
     *
     * @param openApiV3Schema of the whole object; a missing node stands for a CRD that describes nothing
     */
    public static CustomResourceSchema compile(String kind, JsonNode openApiV3Schema) {
        JsonNode source = openApiV3Schema.deepCopy();
        return new CustomResourceSchema(source, StructuralCompiler.root(kind, source));
    }

    /** The shape, with apiVersion, kind and metadata. */
    public TypeSchema.Struct type() {
        return type;
    }

    /** The schema as the CRD has it. */
    public JsonNode source() {
        return source;
    }

    /**
     * The object with defaults where fields are absent, and without nulls that the schema does not allow. The object
     * given is changed and returned.
     */
    public ObjectNode applyDefaults(ObjectNode object) {
        StructuralDefaults.apply(object, source);
        return object;
    }

    /** What is wrong with an object whose defaults are applied; empty if nothing is. */
    public List<FieldError> validate(ObjectNode object) {
        List<FieldError> errors = new ArrayList<>(StructuralValidator.validate(object, source));
        ListRules.check(object, source, "", errors);
        return List.copyOf(errors);
    }
}
