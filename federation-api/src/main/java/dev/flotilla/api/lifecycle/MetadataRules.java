package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with an object's metadata, in a kube-apiserver's words. */
final class MetadataRules {
    private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";
    private static final List<String> IMMUTABLE =
            List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private MetadataRules() {}

    static List<FieldError> onCreate(ResourceType type, ObjectNode object) {
        Metadata metadata = Metadata.reading(object);
        List<FieldError> errors = new ArrayList<>();
        if (metadata.name().isEmpty()) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else {
            NameRules.name(type, metadata.name())
                    .forEach(wrong -> errors.add(invalid("metadata.name", metadata.name(), wrong)));
        }
        if (type.namespaced()) {
            NameRules.label(metadata.text("namespace"))
                    .forEach(wrong -> errors.add(invalid("metadata.namespace", metadata.text("namespace"), wrong)));
        }
        errors.addAll(common(metadata));
        return errors;
    }

    static List<FieldError> onUpdate(ObjectNode old, ObjectNode object) {
        Metadata before = Metadata.reading(old);
        Metadata after = Metadata.reading(object);
        List<FieldError> errors = new ArrayList<>();
        if (before.terminating()) {
            newFinalizers(before, after, errors);
        }
        for (String field : IMMUTABLE) {
            JsonNode value = after.fields().path(field);
            if (!before.fields().path(field).equals(value) && !bothEmpty(before, after, field)) {
                errors.add(FieldError.invalid("metadata." + field, shown(value), "field is immutable"));
            }
        }
        errors.addAll(common(after));
        return errors;
    }

    private static boolean bothEmpty(Metadata before, Metadata after, String field) {
        boolean sameNumber = before.fields().path(field).isNumber()
                && after.fields().path(field).isNumber()
                && before.number(field) == after.number(field);
        return sameNumber || (!before.has(field) && !after.has(field));
    }

    private static void newFinalizers(Metadata before, Metadata after, List<FieldError> errors) {
        Set<String> added = new TreeSet<>(after.finalizers());
        before.finalizers().forEach(added::remove);
        if (!added.isEmpty()) {
            String list = added.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "));
            errors.add(FieldError.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + list + "}"));
        }
    }

    private static List<FieldError> common(Metadata metadata) {
        List<FieldError> errors = new ArrayList<>();
        labels(metadata, errors);
        annotations(metadata, errors);
        owners(metadata, errors);
        finalizers(metadata, errors);
        return errors;
    }

    private static void labels(Metadata metadata, List<FieldError> errors) {
        for (Map.Entry<String, JsonNode> label :
                metadata.fields().path("labels").properties()) {
            String value = label.getValue().asString("");
            NameRules.qualified(label.getKey())
                    .forEach(wrong -> errors.add(invalid("metadata.labels", label.getKey(), wrong)));
            NameRules.labelValue(value).forEach(wrong -> errors.add(invalid("metadata.labels", value, wrong)));
        }
    }

    private static void annotations(Metadata metadata, List<FieldError> errors) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> annotation :
                metadata.fields().path("annotations").properties()) {
            NameRules.annotationKey(annotation.getKey())
                    .forEach(wrong -> errors.add(invalid("metadata.annotations", annotation.getKey(), wrong)));
            bytes += utf8Length(annotation.getKey())
                    + utf8Length(annotation.getValue().asString(""));
        }
        if (bytes > ANNOTATIONS_BYTES_MAX) {
            errors.add(new FieldError(
                    "metadata.annotations",
                    FieldError.Reason.TOO_LONG,
                    "Too long: may not be more than " + ANNOTATIONS_BYTES_MAX + " bytes"));
        }
    }

    private static void owners(Metadata metadata, List<FieldError> errors) {
        JsonNode owners = metadata.fields().path("ownerReferences");
        Set<String> controllers = new LinkedHashSet<>();
        for (JsonNode owner : owners) {
            require(owner, "apiVersion", "version must not be empty", errors);
            require(owner, "kind", "must not be empty", errors);
            require(owner, "name", "must not be empty", errors);
            require(owner, "uid", "must not be empty", errors);
            if (owner.path("controller").asBoolean(false)) {
                controllers.add(owner.path("kind").asString("") + "/"
                        + owner.path("name").asString(""));
            }
        }
        if (controllers.size() > 1) {
            errors.add(FieldError.invalid(
                    "metadata.ownerReferences",
                    shown(owners),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + String.join(" and ", controllers)));
        }
    }

    private static void require(JsonNode owner, String field, String why, List<FieldError> errors) {
        if (owner.path(field).asString("").isEmpty()) {
            errors.add(invalid("metadata.ownerReferences." + field, "", why));
        }
    }

    private static void finalizers(Metadata metadata, List<FieldError> errors) {
        List<String> names = metadata.finalizers();
        for (String name : names) {
            NameRules.qualified(name).forEach(wrong -> errors.add(invalid("metadata.finalizers", name, wrong)));
        }
        if (names.contains(ORPHAN) && names.contains(FOREGROUND)) {
            errors.add(FieldError.invalid(
                    "metadata.finalizers",
                    shown(metadata.fields().path("finalizers")),
                    "finalizer " + ORPHAN + " and " + FOREGROUND + " cannot be both set"));
        }
    }

    private static FieldError invalid(String field, String value, String why) {
        return FieldError.invalid(field, ObjectJson.mapper().writeValueAsString(value), why);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
