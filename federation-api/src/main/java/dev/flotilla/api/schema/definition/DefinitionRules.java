package dev.flotilla.api.schema.definition;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.schema.validation.Names;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The checks of a CustomResourceDefinition; one whose spec an update leaves alone is not checked again. */
public final class DefinitionRules implements KindRules {
    @Override
    public List<FieldError> validate(ObjectNode definition, Optional<ObjectNode> old) {
        JsonNode spec = definition.path("spec");
        if (old.isPresent() && old.get().path("spec").equals(spec)) {
            return List.of();
        }
        List<FieldError> errors = new ArrayList<>();
        name(definition, spec, errors);
        group(spec, errors);
        versions(spec, errors);
        names(spec.path("names"), errors);
        VersionRules.check(spec, errors);
        ConversionRules.check(spec.path("conversion"), errors);
        old.ifPresent(before -> immutable(definition, before, errors));
        storedVersions(definition, errors);
        return List.copyOf(errors);
    }

    private static void name(JsonNode definition, JsonNode spec, List<FieldError> errors) {
        String name = definition.path("metadata").path("name").asString("");
        String wanted = spec.path("names").path("plural").asString("") + "."
                + spec.path("group").asString("");
        if (!name.equals(wanted)) {
            errors.add(FieldError.invalid(
                    "metadata.name", Shown.text(name), "must be spec.names.plural+\".\"+spec.group"));
        }
    }

    private static void group(JsonNode spec, List<FieldError> errors) {
        String group = spec.path("group").asString("");
        if (group.isEmpty()) {
            errors.add(FieldError.required("spec.group", ""));
        } else if (!Names.dnsSubdomain(group).isEmpty()) {
            errors.add(
                    FieldError.invalid("spec.group", Shown.text(group), String.join(",", Names.dnsSubdomain(group))));
        } else if (!group.contains(".")) {
            errors.add(FieldError.invalid("spec.group", Shown.text(group), "should be a domain with at least one dot"));
        }
        String scope = spec.path("scope").asString("");
        if (scope.isEmpty()) {
            errors.add(FieldError.required("spec.scope", ""));
        } else if (!scope.equals("Cluster") && !scope.equals("Namespaced")) {
            errors.add(FieldError.notSupported("spec.scope", scope, List.of("Cluster", "Namespaced")));
        }
        if (spec.path("preserveUnknownFields").asBoolean(false)) {
            errors.add(FieldError.invalid(
                    "spec.preserveUnknownFields", "true", "must be false in order to use defaults in the schema"));
        }
    }

    private static void versions(JsonNode spec, List<FieldError> errors) {
        Set<String> names = new HashSet<>();
        boolean unique = true;
        int storage = 0;
        int index = 0;
        for (JsonNode version : spec.path("versions")) {
            String name = version.path("name").asString("");
            unique &= names.add(name);
            storage += version.path("storage").asBoolean(false) ? 1 : 0;
            List<String> wrong = Names.dns1035Label(name);
            if (!wrong.isEmpty()) {
                errors.add(FieldError.invalid(
                        "spec.versions[" + index + "].name", Shown.text(name), String.join(",", wrong)));
            }
            index++;
        }
        if (!unique) {
            errors.add(FieldError.invalid(
                    "spec.versions", Shown.json(spec.path("versions")), "must contain unique version names"));
        }
        if (storage != 1) {
            errors.add(FieldError.invalid(
                    "spec.versions",
                    Shown.json(spec.path("versions")),
                    "must have exactly one version marked as storage version"));
        }
    }

    private static void names(JsonNode names, List<FieldError> errors) {
        for (String required : List.of("plural", "singular", "kind", "listKind")) {
            if (names.path(required).asString("").isEmpty()) {
                errors.add(FieldError.required("spec.names." + required, ""));
            }
        }
        label(names, "plural", false, errors);
        label(names, "singular", false, errors);
        label(names, "kind", true, errors);
        label(names, "listKind", true, errors);
        labels(names.path("shortNames"), "spec.names.shortNames", errors);
        String kind = names.path("kind").asString("");
        if (!kind.isEmpty() && kind.equals(names.path("listKind").asString(""))) {
            errors.add(FieldError.invalid(
                    "spec.names.listKind", Shown.text(kind), "kind and listKind may not be the same"));
        }
        labels(names.path("categories"), "spec.names.categories", errors);
    }

    private static void label(JsonNode names, String field, boolean mixedCase, List<FieldError> errors) {
        String name = names.path(field).asString("");
        List<String> wrong = Names.dns1035Label(mixedCase ? name.toLowerCase(Locale.ROOT) : name);
        if (!name.isEmpty() && !wrong.isEmpty()) {
            String prefix = mixedCase ? "may have mixed case, but should otherwise match: " : "";
            errors.add(FieldError.invalid("spec.names." + field, Shown.text(name), prefix + String.join(",", wrong)));
        }
    }

    private static void labels(JsonNode names, String path, List<FieldError> errors) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).asString("");
            List<String> wrong = Names.dns1035Label(name);
            if (!wrong.isEmpty()) {
                errors.add(FieldError.invalid(path + "[" + i + "]", Shown.text(name), String.join(",", wrong)));
            }
        }
    }

    private static void immutable(JsonNode definition, JsonNode old, List<FieldError> errors) {
        JsonNode spec = definition.path("spec");
        JsonNode before = old.path("spec");
        boolean established = old.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(each -> each.path("type").asString("").equals("Established")
                        && each.path("status").asString("").equals("True"));
        if (established) {
            same("spec.scope", spec.path("scope"), before.path("scope"), errors);
            same(
                    "spec.names.kind",
                    spec.path("names").path("kind"),
                    before.path("names").path("kind"),
                    errors);
        }
        same("spec.group", spec.path("group"), before.path("group"), errors);
        same(
                "spec.names.plural",
                spec.path("names").path("plural"),
                before.path("names").path("plural"),
                errors);
    }

    private static void same(String path, JsonNode value, JsonNode before, List<FieldError> errors) {
        if (!value.equals(before)) {
            errors.add(FieldError.invalid(path, Shown.json(value), "field is immutable"));
        }
    }

    private static void storedVersions(JsonNode definition, List<FieldError> errors) {
        Set<String> known = new HashSet<>();
        definition
                .path("spec")
                .path("versions")
                .forEach(each -> known.add(each.path("name").asString("")));
        JsonNode stored = definition.path("status").path("storedVersions");
        for (int i = 0; i < stored.size(); i++) {
            if (!known.contains(stored.get(i).asString(""))) {
                errors.add(FieldError.invalid(
                        "status.storedVersions[" + i + "]",
                        Shown.json(stored.get(i)),
                        "missing from spec.versions; " + stored.get(i).asString("")
                                + " was previously a storage version, and must remain in spec.versions until a storage"
                                + " migration ensures no data remains persisted in "
                                + stored.get(i).asString("")
                                + " and removes " + stored.get(i).asString("") + " from status.storedVersions"));
            }
        }
    }
}
