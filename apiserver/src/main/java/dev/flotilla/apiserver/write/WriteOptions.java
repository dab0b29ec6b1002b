package dev.flotilla.apiserver.write;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.Query;
import java.util.List;

/**
 * What the query says about a write.
 *
 * @param dryRun everything but the commit
 */
record WriteOptions(boolean dryRun, Validation validation, boolean force) {
    /** What is done about fields that the type does not know. */
    enum Validation {
        STRICT,
        WARN,
        IGNORE
    }

    /**
     * @param kind of the options, for messages: CreateOptions and the like
     * @throws dev.flotilla.api.status.StatusException 422 for a value that is not known
     */
    static WriteOptions parse(Query query, String kind) {
        return new WriteOptions(
                dryRun(query.values().getOrDefault("dryRun", List.of()), kind),
                validation(query.text("fieldValidation"), kind),
                query.flag("force"));
    }

    static boolean dryRun(List<String> values, String kind) {
        for (String value : values) {
            if (!value.equals("All") && !value.isEmpty()) {
                throw refused(kind, FieldError.notSupported("dryRun", value, List.of("All")));
            }
        }
        return values.contains("All");
    }

    private static Validation validation(String value, String kind) {
        return switch (value) {
            case "Strict" -> Validation.STRICT;
            case "", "Warn" -> Validation.WARN;
            case "Ignore" -> Validation.IGNORE;
            default ->
                throw refused(
                        kind, FieldError.notSupported("fieldValidation", value, List.of("Ignore", "Strict", "Warn")));
        };
    }

    /** @throws dev.flotilla.api.status.StatusException 422 if the query names none: what is applied has an owner */
    static void requireManager(Query query) {
        if (query.text("fieldManager").isEmpty()) {
            throw refused("PatchOptions", FieldError.required("fieldManager", "is required for apply patch"));
        }
    }

    static RuntimeException refused(String kind, FieldError error) {
        return StatusError.invalid("meta.k8s.io", kind, "", List.of(error)).exception();
    }
}
