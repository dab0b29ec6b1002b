package dev.flotilla.api.schema.validation;

import dev.flotilla.api.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Metadata, the same for every kind but for the syntax of the name. */
final class MetadataRules {
    private static final int ANNOTATIONS_BYTES_MAX = 256 << 10;
    private static final Set<String> STANDARD_FINALIZERS =
            Set.of("kubernetes", "orphan", "foregroundDeletion", "customresourcecleanup.apiextensions.k8s.io");

    private final Checks checks;

    MetadataRules(Checks checks) {
        this.checks = checks;
    }

    void name(JsonNode metadata, boolean namespaced, Function<String, List<String>> nameSyntax) {
        String prefix = metadata.path("generateName").asString("");
        if (!prefix.isEmpty()) {
            String whole = prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
            checks.invalid("metadata.generateName", prefix, nameSyntax.apply(whole));
        }
        String name = metadata.path("name").asString("");
        if (name.isEmpty()) {
            checks.required("metadata.name", "name or generateName is required");
        } else {
            checks.invalid("metadata.name", name, nameSyntax.apply(name));
        }
        namespace(metadata, namespaced);
    }

    /** All but the name. */
    void rest(JsonNode metadata) {
        checks.nonNegative("metadata.generation", metadata.path("generation"));
        labels("metadata.labels", metadata.path("labels"));
        annotations("metadata.annotations", metadata.path("annotations"));
        owners(metadata.path("ownerReferences"));
        finalizers(metadata.path("finalizers"));
    }

    private void namespace(JsonNode metadata, boolean namespaced) {
        String namespace = metadata.path("namespace").asString("");
        if (!namespaced && !namespace.isEmpty()) {
            checks.forbidden("metadata.namespace", "not allowed on this type");
        } else if (!namespace.isEmpty()) {
            checks.invalid("metadata.namespace", namespace, Names.dnsLabel(namespace));
        }
    }

    void labels(String field, JsonNode labels) {
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            checks.invalid(field, label.getKey(), Names.qualifiedName(label.getKey()));
            String value = label.getValue().asString("");
            checks.invalid(field, value, Names.labelValue(value));
        }
    }

    void annotations(String field, JsonNode annotations) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            String lower = annotation.getKey().toLowerCase(Locale.ROOT);
            checks.invalid(field, annotation.getKey(), Names.qualifiedName(lower));
            bytes += annotation.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += annotation.getValue().asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > ANNOTATIONS_BYTES_MAX) {
            checks.add(tooLong(field, ANNOTATIONS_BYTES_MAX));
        }
    }

    static FieldError tooLong(String field, int max) {
        return new FieldError(field, FieldError.Reason.TOO_LONG, "Too long: may not be more than " + max + " bytes");
    }

    private void owners(JsonNode owners) {
        String field = "metadata.ownerReferences";
        List<String> controllers = new ArrayList<>();
        for (JsonNode owner : owners) {
            String apiVersion = owner.path("apiVersion").asString("");
            String kind = owner.path("kind").asString("");
            String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
            if (version.isEmpty()) {
                checks.invalid(field + ".apiVersion", apiVersion, "version must not be empty");
            }
            for (String each : List.of("kind", "name", "uid")) {
                if (owner.path(each).asString("").isEmpty()) {
                    checks.invalid(field + "." + each, "", "must not be empty");
                }
            }
            if (kind.equals("Event") && (apiVersion.equals("v1") || apiVersion.equals("events.k8s.io/v1"))) {
                String shown = (apiVersion.equals("v1") ? "/v1" : apiVersion) + ", Kind=Event";
                checks.invalid(field, owner, shown + " is disallowed from being an owner");
            }
            if (owner.path("controller").asBoolean(false)) {
                controllers.add(kind + "/" + owner.path("name").asString(""));
            }
        }
        if (controllers.size() > 1) {
            checks.invalid(
                    field,
                    owners,
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + controllers.get(0) + " and " + controllers.get(1));
        }
    }

    private void finalizers(JsonNode finalizers) {
        String field = "metadata.finalizers";
        boolean orphans = false;
        boolean foreground = false;
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i).asString("");
            checks.invalid(field, finalizer, Names.qualifiedName(finalizer));
            if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
                checks.invalid(
                        field + "[" + i + "]",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
            orphans |= finalizer.equals("orphan");
            foreground |= finalizer.equals("foregroundDeletion");
        }
        if (orphans && foreground) {
            checks.invalid(field, finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }
}
