package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.TypeSchema;

/**
 * What a request's address says its body must be.
 *
 * @param apiVersion empty if any will do
 * @param custom a custom resource: its body must name its kind, wrong types are for validation to refuse, and its
 *     fields are written in the order of their names
 */
public record Expected(String apiVersion, String kind, TypeSchema.Struct schema, boolean custom) {
    public static Expected of(ResourceType type) {
        return new Expected(
                type.apiVersion(),
                type.kind(),
                (TypeSchema.Struct) type.schema().resolved(),
                !type.builtIn());
    }

    /**
     * A kind of Kubernetes' own that need not be a resource, as {@code autoscaling/v1 Scale} or {@code v1
     * DeleteOptions}.
     *
     * @throws IllegalArgumentException if the table does not hold it
     */
    public static Expected builtIn(String apiVersion, String kind) {
        return new Expected(
                apiVersion,
                kind,
                KubernetesSchema.get()
                        .kind(apiVersion, kind)
                        .orElseThrow(
                                () -> new IllegalArgumentException("Kubernetes has no " + kind + " in " + apiVersion)),
                false);
    }

    /** The options in a deletion's body: Go's clients name there the version of what they delete. */
    public static Expected deleteOptions() {
        return new Expected("", "DeleteOptions", builtIn("v1", "DeleteOptions").schema(), false);
    }
}
