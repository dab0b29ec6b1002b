package dev.flotilla.apiserver.audit;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a policy file: {@code audit.k8s.io/v1 Policy}, YAML or JSON. Everything that is wrong is told at once. */
public final class AuditPolicyReader {
    private static final String API_VERSION = "audit.k8s.io/v1";
    private static final List<String> LEVELS =
            Stream.of(AuditLevel.values()).map(AuditLevel::label).toList();
    private static final List<String> STAGES =
            Stream.of(AuditStage.values()).map(AuditStage::label).toList();
    private static final Set<String> POLICY_FIELDS =
            Set.of("apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields");
    private static final Set<String> RULE_FIELDS = Set.of(
            "level",
            "users",
            "userGroups",
            "verbs",
            "resources",
            "namespaces",
            "nonResourceURLs",
            "omitStages",
            "omitManagedFields");
    private static final Set<String> RESOURCE_FIELDS = Set.of("group", "resources", "resourceNames");
    private static final Pattern GROUP =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*+");

    private final List<FieldError> errors = new ArrayList<>();

    private AuditPolicyReader() {}

    /** @throws IllegalArgumentException if it is no valid policy, with everything that is wrong with it */
    public static AuditPolicy read(byte[] file) {
        ObjectNode tree;
        try {
            tree = Decoder.untyped(file);
        } catch (StatusException unreadable) {
            throw new IllegalArgumentException(unreadable.status().message(), unreadable);
        }
        AuditPolicyReader reader = new AuditPolicyReader();
        AuditPolicy policy = reader.policy(tree);
        if (!reader.errors.isEmpty()) {
            throw new IllegalArgumentException(
                    reader.errors.stream().map(FieldError::message).collect(Collectors.joining("; ")));
        }
        return policy;
    }

    private AuditPolicy policy(ObjectNode tree) {
        expect(tree, "apiVersion", API_VERSION);
        expect(tree, "kind", "Policy");
        refuseUnknown(tree, "", POLICY_FIELDS);
        Set<AuditStage> omitted = stages(tree, "omitStages");
        boolean omitManagedFields =
                flag(tree, "omitManagedFields", "omitManagedFields").orElse(false);
        List<AuditRule> rules = new ArrayList<>();
        JsonNode given = tree.path("rules");
        if (!given.isArray() || given.isEmpty()) {
            errors.add(FieldError.required("rules", "a policy without rules writes nothing down"));
        }
        for (int i = 0; i < given.size(); i++) {
            rules.add(rule(given.get(i), "rules[" + i + "]", omitted));
        }
        return new AuditPolicy(rules, omitted, omitManagedFields);
    }

    private AuditRule rule(JsonNode rule, String field, Set<AuditStage> omittedByPolicy) {
        refuseUnknown(rule, field + ".", RULE_FIELDS);
        List<AuditRule.GroupResources> resources = new ArrayList<>();
        JsonNode given = rule.path("resources");
        for (int i = 0; i < given.size(); i++) {
            resources.add(resources(given.get(i), field + ".resources"));
        }
        List<String> namespaces = texts(rule, "namespaces", field);
        List<String> urls = texts(rule, "nonResourceURLs", field);
        urls(urls, field + ".nonResourceURLs");
        if (!urls.isEmpty() && !(resources.isEmpty() && namespaces.isEmpty())) {
            errors.add(FieldError.invalid(
                    field + ".nonResourceURLs",
                    quoted(urls),
                    "rules cannot apply to both regular resources and non-resource URLs"));
        }
        Set<AuditStage> omitted = new TreeSet<>(omittedByPolicy);
        omitted.addAll(stages(rule, field + ".omitStages"));
        return new AuditRule(
                level(rule, field + ".level"),
                texts(rule, "users", field),
                texts(rule, "userGroups", field),
                texts(rule, "verbs", field),
                resources,
                namespaces,
                urls,
                omitted,
                flag(rule, "omitManagedFields", field + ".omitManagedFields"));
    }

    private AuditRule.GroupResources resources(JsonNode given, String field) {
        refuseUnknown(given, field + ".", RESOURCE_FIELDS);
        String group = given.path("group").asString("");
        if (!group.isEmpty() && !group.equals("*") && !GROUP.matcher(group).matches()) {
            errors.add(FieldError.invalid(
                    field + ".group", "\"" + group + "\"", "a group is named without its version, in lower case"));
        }
        List<String> resources = texts(given, "resources", field);
        List<String> names = texts(given, "resourceNames", field);
        if (!names.isEmpty() && resources.isEmpty()) {
            errors.add(FieldError.invalid(
                    field + ".resourceNames", quoted(names), "using resourceNames requires at least one resource"));
        }
        return new AuditRule.GroupResources(group, resources, names);
    }

    private AuditLevel level(JsonNode rule, String field) {
        String label = rule.path("level").asString("");
        if (label.isEmpty()) {
            errors.add(FieldError.required(field, ""));
        } else if (AuditLevel.of(label).isEmpty()) {
            errors.add(FieldError.notSupported(field, label, LEVELS));
        }
        return AuditLevel.of(label).orElse(AuditLevel.NONE);
    }

    private Set<AuditStage> stages(JsonNode parent, String field) {
        Set<AuditStage> stages = new TreeSet<>();
        List<String> labels = texts(parent, "omitStages", "");
        for (int i = 0; i < labels.size(); i++) {
            Optional<AuditStage> stage = AuditStage.of(labels.get(i));
            if (stage.isEmpty()) {
                errors.add(FieldError.invalid(
                        field + "[" + i + "]",
                        "\"" + labels.get(i) + "\"",
                        "allowed stages are " + String.join(",", STAGES)));
            }
            stage.ifPresent(stages::add);
        }
        return stages;
    }

    private void urls(List<String> urls, String field) {
        for (int i = 0; i < urls.size(); i++) {
            String url = urls.get(i);
            String shown = "\"" + url + "\"";
            if (!url.equals("*") && !url.startsWith("/")) {
                errors.add(FieldError.invalid(
                        field + "[" + i + "]", shown, "non-resource URL rules must begin with a '/' character"));
            }
            if (url.indexOf('*') >= 0 && url.indexOf('*') < url.length() - 1) {
                errors.add(FieldError.invalid(
                        field + "[" + i + "]",
                        shown,
                        "non-resource URL wildcards '*' must be the final character of the rule"));
            }
        }
    }

    private List<String> texts(JsonNode parent, String name, String field) {
        List<String> texts = new ArrayList<>();
        JsonNode given = parent.path(name);
        if (!given.isMissingNode() && !given.isNull() && !given.isArray()) {
            errors.add(FieldError.invalid(
                    field.isEmpty() ? name : field + "." + name, given.toString(), "must be a list of strings"));
        }
        given.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    private Optional<Boolean> flag(JsonNode parent, String name, String field) {
        JsonNode given = parent.path(name);
        if (given.isMissingNode() || given.isNull()) {
            return Optional.empty();
        }
        if (!given.isBoolean()) {
            errors.add(FieldError.invalid(field, given.toString(), "must be true or false"));
            return Optional.empty();
        }
        return Optional.of(given.asBoolean());
    }

    private void expect(JsonNode tree, String field, String value) {
        String given = tree.path(field).asString("");
        if (!given.equals(value)) {
            errors.add(FieldError.notSupported(field, given, List.of(value)));
        }
    }

    private void refuseUnknown(JsonNode node, String prefix, Set<String> known) {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!known.contains(each.getKey())) {
                errors.add(FieldError.forbidden(prefix + each.getKey(), "no such field"));
            }
        }
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
