package dev.flotilla.api.schema.validation;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether an object of a built-in kind may be stored. Metadata is checked for every kind; the specification for
 * workloads, Services, ConfigMaps and Secrets. Objects must have been completed by {@code Defaults}.
 */
public final class Validation {
    private static final Set<String> PATH_NAMES = Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final int CRON_JOB_NAME_MAX = 52;

    private Validation() {}

    /** What forbids to create the object; empty if nothing does. */
    public static List<FieldError> create(ResourceType type, ObjectNode object) {
        Checks checks = new Checks();
        new MetadataRules(checks).check(object, type.namespaced(), nameSyntax(type));
        content(type, object, checks);
        return checks.errors();
    }

    /**
     * What forbids to replace one object by the other; empty if nothing does. Metadata's own rules of change are not
     * here.
     */
    public static List<FieldError> update(ResourceType type, ObjectNode before, ObjectNode now) {
        Checks checks = new Checks();
        JsonNode metadata = now.path("metadata");
        MetadataRules rules = new MetadataRules(checks);
        rules.labels("metadata.labels", metadata.path("labels"));
        rules.annotations("metadata.annotations", metadata.path("annotations"));
        JsonNode old = before.path("spec");
        JsonNode spec = now.path("spec");
        switch (key(type)) {
            case "apps/Deployment", "apps/ReplicaSet", "apps/DaemonSet" -> {
                content(type, now, checks);
                new WorkloadRules(checks).selectorStays(old, spec);
            }
            case "apps/StatefulSet" -> {
                content(type, now, checks);
                if (old.isObject() && spec.isObject()) {
                    new WorkloadRules(checks).statefulSetStays(old, spec);
                }
            }
            case "batch/Job" -> {
                content(type, now, checks);
                new JobRules(checks).jobStays(old, spec);
            }
            case "/Pod" -> {
                content(type, now, checks);
                podStays(old, spec, checks);
            }
            case "/ConfigMap" -> {
                new ConfigRules(checks).stays(before, now);
                content(type, now, checks);
            }
            case "/Secret" -> {
                new ConfigRules(checks).typeStays(before, now);
                new ConfigRules(checks).stays(before, now);
                content(type, now, checks);
            }
            default -> content(type, now, checks);
        }
        return checks.errors();
    }

    private static String key(ResourceType type) {
        return type.builtIn() ? type.group() + "/" + type.kind() : "custom";
    }

    private static void content(ResourceType type, ObjectNode object, Checks checks) {
        JsonNode spec = object.path("spec");
        switch (key(type)) {
            case "apps/Deployment" -> new WorkloadRules(checks).deployment(spec);
            case "apps/ReplicaSet" -> new WorkloadRules(checks).replicaSet(spec);
            case "apps/DaemonSet" -> new WorkloadRules(checks).daemonSet(spec);
            case "apps/StatefulSet" -> new WorkloadRules(checks).statefulSet(spec);
            case "batch/Job" -> new JobRules(checks).job("spec", spec);
            case "batch/CronJob" -> new JobRules(checks).cronJob(spec);
            case "/Pod" -> new PodRules(checks).spec("spec", spec);
            case "/Service" -> new ServiceRules(checks).check(spec);
            case "/ConfigMap" -> new ConfigRules(checks).configMap(object);
            case "/Secret" -> new ConfigRules(checks).secret(object);
            default -> {
                // Members judge the content of other kinds.
            }
        }
    }

    private static Function<String, List<String>> nameSyntax(ResourceType type) {
        return switch (key(type)) {
            case "/Namespace", "/Service" -> Names::dnsLabel;
            case "batch/CronJob" ->
                name -> {
                    List<String> problems = new ArrayList<>(Names.dnsSubdomain(name));
                    problems.addAll(Names.tooLong(name, CRON_JOB_NAME_MAX));
                    return problems;
                };
            default -> {
                boolean path = type.builtIn() && PATH_NAMES.contains(type.kind());
                yield path ? Names::pathSegment : Names::dnsSubdomain;
            }
        };
    }

    /** Of a running pod only images, deadlines and added tolerations may change. */
    private static void podStays(JsonNode before, JsonNode now, Checks checks) {
        if (!before.isObject() || !now.isObject()) {
            return;
        }
        ObjectNode old = (ObjectNode) before.deepCopy();
        ObjectNode next = (ObjectNode) now.deepCopy();
        for (String list : new String[] {"containers", "initContainers"}) {
            if (old.get(list) instanceof ArrayNode olds && next.get(list) instanceof ArrayNode nexts) {
                olds.forEach(each -> ((ObjectNode) each).remove("image"));
                nexts.forEach(each -> ((ObjectNode) each).remove("image"));
            }
        }
        List<String> free = List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds");
        if (!old.remove(free).equals(next.remove(free))) {
            checks.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                            + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                            + " set to 1 if it was previously negative)");
        }
    }
}
