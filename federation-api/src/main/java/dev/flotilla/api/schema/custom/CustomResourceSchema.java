package dev.flotilla.api.schema.custom;

import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.schema.rule.CelRules;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a CRD, compiled from its {@code openAPIV3Schema}: the shape for decoding, pruning and server-side
 * apply, and beside it the constraints, rules and defaults that shape alone does not hold. Immutable; rules are
 * compiled when the first object is held against them.
 */
public final class CustomResourceSchema {
    private static final FieldError UNCHECKED = FieldError.invalid(
            "<nil>",
            "null",
            "some validation rules were not checked because the object was invalid; correct the existing errors to"
                    + " complete validation");

    private final JsonNode source;
    private final TypeSchema.Struct type;
    private final Patterns patterns = new Patterns();
    private volatile @Nullable CelRules rules;

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

    /** What is wrong with a new object whose defaults are applied; empty if nothing is. */
    public List<FieldError> validate(ObjectNode object) {
        return validate(object, Optional.empty());
    }

    /**
     * What is wrong with an object whose defaults are applied; empty if nothing is.
     *
     * @param old what the object replaces: what was wrong in it before and is unchanged is let through
     */
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>(StructuralValidator.validate(object, source, patterns));
        old.ifPresent(before -> errors.removeIf(error -> Ratchet.letsThrough(error, source, object, before)));
        if (old.isEmpty() || listErrors(old.get()).isEmpty()) {
            errors.addAll(listErrors(object));
        }
        if (errors.stream().anyMatch(CustomResourceSchema::blocks)) {
            if (rules().exist()) {
                errors.add(UNCHECKED);
            }
        } else {
            errors.addAll(rules().check(object, old).errors());
        }
        return List.copyOf(errors);
    }

    private List<FieldError> listErrors(ObjectNode object) {
        List<FieldError> errors = new ArrayList<>();
        ListRules.check(object, source, "", errors);
        return errors;
    }

    /** Whether an error makes the object one that rules cannot be asked about. */
    private static boolean blocks(FieldError error) {
        return switch (error.reason()) {
            case REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID -> true;
            default -> false;
        };
    }

    private CelRules rules() {
        CelRules known = rules;
        if (known == null) {
            known = CelRules.compile(source);
            rules = known;
        }
        return known;
    }
}
