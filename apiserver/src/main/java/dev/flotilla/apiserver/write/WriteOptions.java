package dev.flotilla.apiserver.write;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.Query;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the query says about a write.
 *
 * @param dryRun everything but the commit
 */
record WriteOptions(boolean dryRun, Validation validation, boolean force) {
    private static final int MANAGER_BYTES_MAX = 128;

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
        checkManager(query.text("fieldManager"), kind);
        return new WriteOptions(
                dryRun(query.values().getOrDefault("dryRun", List.of()), kind),
                validation(query.text("fieldValidation"), kind),
                query.flag("force"));
    }

    static boolean dryRun(List<String> values, String kind) {
        for (String value : values) {
            if (!value.equals("All") && !value.isEmpty()) {
                String shown = values.stream().map(each -> '"' + each + '"').collect(Collectors.joining(",", "[", "]"));
                throw refused(
                        kind,
                        new FieldError(
                                "dryRun",
                                FieldError.Reason.NOT_SUPPORTED,
                                "Unsupported value: " + shown + ": supported values: \"All\""));
            }
        }
        return values.contains("All");
    }

    private static void checkManager(String manager, String kind) {
        if (manager.length() > MANAGER_BYTES_MAX) {
            throw refused(
                    kind,
                    new FieldError(
                            "fieldManager",
                            FieldError.Reason.TOO_LONG,
                            "Too long: may not be more than " + MANAGER_BYTES_MAX + " bytes"));
        }
        for (int i = 0; i < manager.length(); i++) {
            if (Character.isISOControl(manager.charAt(i))) {
                String code = "%04X".formatted((int) manager.charAt(i));
                String shown = manager.replaceAll("\\p{Cntrl}", "?");
                throw refused(
                        kind,
                        FieldError.invalid(
                                "fieldManager",
                                '"' + shown + '"',
                                "invalid character U+" + code + " (at position " + i + ")"));
            }
        }
    }

    private static Validation validation(String value, String kind) {
        return switch (value) {
            case "Strict" -> Validation.STRICT;
            case "", "Warn" -> Validation.WARN;
            case "Ignore" -> Validation.IGNORE;
            default ->
                throw refused(
                        kind,
                        FieldError.notSupported("fieldValidation", value, List.of("", "Ignore", "Strict", "Warn")));
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
