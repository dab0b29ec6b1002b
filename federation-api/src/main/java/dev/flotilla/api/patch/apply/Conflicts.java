package dev.flotilla.api.patch.apply;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields that an applier sets to something else than their owners did; never without any. */
record Conflicts(SortedMap<Managers.Manager, FieldSet> fields) {
    boolean isEmpty() {
        return fields.isEmpty();
    }

    FieldSet all() {
        return fields.values().stream().reduce(FieldSet.EMPTY, FieldSet::union);
    }

    /** Without those on these paths. */
    Conflicts without(FieldSet allowed) {
        SortedMap<Managers.Manager, FieldSet> rest = new TreeMap<>();
        fields.forEach((manager, set) -> {
            FieldSet left = set.difference(allowed);
            if (!left.isEmpty()) {
                rest.put(manager, left);
            }
        });
        return new Conflicts(rest);
    }

    /** As the answer to the request that met them. */
    StatusError status() {
        List<FieldError> causes = new ArrayList<>();
        List<String> byManager = new ArrayList<>();
        fields.forEach((manager, set) -> {
            List<String> paths = set.paths().stream().map(Conflicts::shown).toList();
            paths.forEach(path -> causes.add(
                    new FieldError(path, FieldError.Reason.MANAGER_CONFLICT, "conflict with " + manager.shown())));
            byManager.add("conflicts with " + manager.shown() + ":\n- " + String.join("\n- ", paths));
        });
        FieldError first = causes.getFirst();
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + first.detail() + ": " + first.field()
                : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", byManager);
        return new StatusError(
                409,
                "Conflict",
                message,
                Optional.of(new StatusError.Details("", "", "", "", causes, OptionalInt.empty())));
    }

    private static String shown(List<PathElement> path) {
        return path.stream().map(PathElement::shown).collect(Collectors.joining());
    }
}
