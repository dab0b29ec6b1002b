package dev.flotilla.api.schema;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One named field of a {@link TypeSchema.Struct}.
 *
 * @param pointer an explicit zero value differs from an absent one
 * @param omitEmpty Go leaves the field out when it is zero
 * @param protobufNumber 0 where the type has no protobuf form
 * @param patchStrategies of a strategic merge patch: {@code merge}, {@code replace}, {@code retainKeys}
 * @param patchMergeKey the item field by which a strategic merge patch merges a list
 * @param go how Kubernetes' own Go type spells the field
 */
public record Field(
        String name,
        TypeSchema type,
        boolean required,
        Optional<JsonNode> defaultValue,
        boolean pointer,
        boolean omitEmpty,
        int protobufNumber,
        List<String> patchStrategies,
        Optional<String> patchMergeKey,
        GoForm go) {
    /**
     * What only decoding needs: the texts of type errors, and where protobuf nests what JSON flattens.
     *
     * @param type the Go type in error messages, as {@code v1.Protocol}; empty for custom resources
     * @param omitZero Go leaves the field out even when it is a struct that is zero
     * @param inlined the structs around the field that JSON does not show, outermost first
     * @param inlinedNumbers their protobuf numbers
     */
    public record GoForm(String type, boolean omitZero, List<String> inlined, List<Integer> inlinedNumbers) {
        static final GoForm NONE = new GoForm("", false, List.of(), List.of());

        public GoForm {
            inlined = List.copyOf(inlined);
            inlinedNumbers = List.copyOf(inlinedNumbers);
        }
    }

    public Field {
        patchStrategies = List.copyOf(patchStrategies);
    }

    /** A field of a custom resource: no protobuf, no strategic merge patch. */
    public static Field custom(String name, TypeSchema type, boolean required, Optional<JsonNode> defaultValue) {
        return new Field(name, type, required, defaultValue, true, true, 0, List.of(), Optional.empty(), GoForm.NONE);
    }
}
