package dev.flotilla.api.lifecycle;

import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which changes of an object's metadata no write may make, in a kube-apiserver's words. */
final class MetadataRules {
    private static final List<String> IMMUTABLE =
            List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private MetadataRules() {}

    static List<FieldError> change(ObjectNode old, ObjectNode object) {
        Metadata before = Metadata.reading(old);
        Metadata after = Metadata.reading(object);
        List<FieldError> errors = new ArrayList<>();
        if (before.terminating()) {
            newFinalizers(before, after, errors);
        }
        for (String field : IMMUTABLE) {
            if (!same(before, after, field)) {
                errors.add(FieldError.invalid(
                        "metadata." + field, shown(after.fields().path(field)), "field is immutable"));
            }
        }
        return errors;
    }

    private static boolean same(Metadata before, Metadata after, String field) {
        JsonNode was = before.fields().path(field);
        JsonNode is = after.fields().path(field);
        boolean sameNumber = was.isNumber() && is.isNumber() && was.asLong(0) == is.asLong(0);
        return was.equals(is) || sameNumber || (!before.has(field) && !after.has(field));
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

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }
}
