package dev.flotilla.api.schema.validation;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether an object may be stored. Metadata is checked for every kind; the content for workloads, Services,
 * ConfigMaps, Secrets and what grants rights. Objects must have been completed by {@code Defaults}. Each method answers
 * what is wrong; nothing, if empty.
 */
public final class Validation {
    private static final Set<String> PATH_NAMES =
            Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "IPAddress");
    private static final int CRON_JOB_NAME_MAX = 52;
    /** What a pod's subresources change, and its scheduler. */
    private static final List<String> BESIDE_THE_SPEC = List.of("ephemeralContainers", "schedulingGates");

    private Validation() {}

    /** What is wrong with a new object's metadata, its name included; for any type, also a custom one. */
    public static List<FieldError> metadata(ResourceType type, ObjectNode object) {
        Checks checks = new Checks();
        MetadataRules rules = new MetadataRules(checks);
        rules.name(object.path("metadata"), type.namespaced(), nameSyntax(type));
        rules.rest(object.path("metadata"));
        return checks.errors();
    }

    /** What is wrong with the metadata of an object that has its name already. */
    public static List<FieldError> metadata(ObjectNode object) {
        Checks checks = new Checks();
        new MetadataRules(checks).rest(object.path("metadata"));
        return checks.errors();
    }

    /** What is wrong with a new object, beside its metadata. */
    public static List<FieldError> create(ResourceType type, ObjectNode object) {
        Checks checks = new Checks();
        content(type, object, checks);
        return checks.errors();
    }

    /**
     * What forbids to replace one object by the other, beside metadata. Where nothing but metadata and status differs,
     * nothing does: an object that was let in by an older rule can still be labelled and report its status.
     */
    public static List<FieldError> update(ResourceType type, ObjectNode before, ObjectNode now) {
        if (intent(before).equals(intent(now))) {
            return List.of();
        }
        Checks checks = new Checks();
        JsonNode old = before.path("spec");
        JsonNode spec = now.path("spec");
        if (key(type).equals("/ConfigMap") || key(type).equals("/Secret")) {
            if (type.kind().equals("Secret")) {
                new ConfigRules(checks).typeStays(before, now);
            }
            new ConfigRules(checks).stays(before, now);
        }
        content(type, now, checks);
        switch (key(type)) {
            case "apps/Deployment", "apps/ReplicaSet", "apps/DaemonSet" ->
                new WorkloadRules(checks).selectorStays(old, spec);
            case "apps/StatefulSet" -> {
                if (old.isObject() && spec.isObject()) {
                    new WorkloadRules(checks).statefulSetStays(old, spec);
                }
            }
            case "batch/Job" -> new JobRules(checks).jobStays(old, spec);
            case "rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding" ->
                new RbacRules(checks).roleStays(before, now);
            case "/Pod" -> podStays(old, spec, checks);
            default -> {
                // Any change is as good as a new object.
            }
        }
        return checks.errors();
    }

    private static ObjectNode intent(ObjectNode object) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> rest.set(field.getKey(), field.getValue()));
        return rest.remove(List.of("apiVersion", "kind", "metadata", "status"));
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
            case "rbac.authorization.k8s.io/Role" -> new RbacRules(checks).role(object);
            case "rbac.authorization.k8s.io/ClusterRole" -> new RbacRules(checks).clusterRole(object);
            case "rbac.authorization.k8s.io/RoleBinding" -> new RbacRules(checks).roleBinding(object);
            case "rbac.authorization.k8s.io/ClusterRoleBinding" -> new RbacRules(checks).clusterRoleBinding(object);
            case "apiextensions.k8s.io/CustomResourceDefinition" -> definitionName(object, checks);
            default -> {
                // Members judge the content of other kinds.
            }
        }
    }

    private static void definitionName(ObjectNode definition, Checks checks) {
        String name = definition.path("metadata").path("name").asString("");
        JsonNode spec = definition.path("spec");
        String wanted = spec.path("names").path("plural").asString("") + "."
                + spec.path("group").asString("");
        if (!name.equals(wanted)) {
            checks.invalid(
                    "metadata.name",
                    definition.path("metadata").path("name"),
                    "must be spec.names.plural+\".\"+spec.group");
        }
    }

    private static Function<String, List<String>> nameSyntax(ResourceType type) {
        return switch (key(type)) {
            case "/Namespace", "/Service", "apps/StatefulSet" -> Names::dnsLabel;
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

    /** Of a running pod only its node, once, images, deadlines and added tolerations may change. */
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
        List<String> free = new ArrayList<>(BESIDE_THE_SPEC);
        free.addAll(List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"));
        if (old.path("nodeName").asString("").isEmpty()) {
            free.add("nodeName");
        }
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
