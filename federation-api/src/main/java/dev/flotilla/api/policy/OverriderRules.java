package dev.flotilla.api.policy;

import dev.flotilla.api.selector.LabelSyntax;
import dev.flotilla.api.status.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What overriders must not say. */
final class OverriderRules {
    private OverriderRules() {}

    static void check(@Nullable Overriders overriders, String path, List<FieldError> errors) {
        if (overriders == null) {
            return;
        }
        images(overriders.imageOverrider(), path + ".imageOverrider", errors);
        maps(overriders.labelsOverrider(), path + ".labelsOverrider", true, errors);
        maps(overriders.annotationsOverrider(), path + ".annotationsOverrider", false, errors);
        for (int index = 0; index < overriders.fieldOverrider().size(); index++) {
            field(overriders.fieldOverrider().get(index), path + ".fieldOverrider[" + index + "]", errors);
        }
        for (int index = 0; index < overriders.plaintext().size(); index++) {
            pointer(overriders.plaintext().get(index).path(), path + ".plaintext[" + index + "].path", errors);
        }
    }

    private static void images(List<Overriders.ImageOverrider> images, String path, List<FieldError> errors) {
        for (int index = 0; index < images.size(); index++) {
            Overriders.ImageOverrider image = images.get(index);
            if (image.predicate() != null) {
                pointer(image.predicate().path(), path + "[" + index + "].predicate.path", errors);
            }
        }
    }

    private static void maps(
            List<Overriders.MapOverrider> overriders, String path, boolean labels, List<FieldError> errors) {
        for (int index = 0; index < overriders.size(); index++) {
            String at = path + "[" + index + "].value";
            overriders.get(index).value().forEach((key, value) -> {
                if (!LabelSyntax.isKey(key)) {
                    errors.add(FieldError.invalid(at, "\"" + key + "\"", "must be a qualified name"));
                }
                if (labels && !LabelSyntax.isValue(value)) {
                    errors.add(FieldError.invalid(at, "\"" + value + "\"", "not a valid label value"));
                }
            });
        }
    }

    private static void field(Overriders.FieldOverrider field, String path, List<FieldError> errors) {
        pointer(field.fieldPath(), path + ".fieldPath", errors);
        if (!field.json().isEmpty() && !field.yaml().isEmpty()) {
            errors.add(FieldError.invalid(
                    path,
                    "\"" + field.fieldPath() + "\"",
                    "FieldOverrider has both YAML and JSON set. Only one is allowed"));
        }
        patches(field.json(), path + ".json", errors);
        patches(field.yaml(), path + ".yaml", errors);
    }

    private static void patches(List<Overriders.FieldPatch> patches, String path, List<FieldError> errors) {
        for (int index = 0; index < patches.size(); index++) {
            Overriders.FieldPatch patch = patches.get(index);
            String at = path + "[" + index + "]";
            pointer(patch.subPath(), at + ".subPath", errors);
            boolean removes = patch.operator() == Overriders.Operator.REMOVE;
            if (removes && patch.value() != null) {
                errors.add(FieldError.invalid(
                        at + ".value", patch.value().toString(), "value must be absent when operator is remove"));
            } else if (!removes && patch.value() == null) {
                errors.add(
                        FieldError.invalid(at + ".value", "\"\"", "value is required for add and replace operations"));
            }
        }
    }

    private static void pointer(String pointer, String path, List<FieldError> errors) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            errors.add(
                    FieldError.invalid(path, "\"" + pointer + "\"", "must be a JSON pointer, which begins with '/'"));
        }
    }
}
