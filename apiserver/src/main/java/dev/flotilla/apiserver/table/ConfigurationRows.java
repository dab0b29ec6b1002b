package dev.flotilla.apiserver.table;

import static dev.flotilla.apiserver.table.Cells.NONE;
import static dev.flotilla.apiserver.table.Cells.age;
import static dev.flotilla.apiserver.table.Cells.at;
import static dev.flotilla.apiserver.table.Cells.joined;
import static dev.flotilla.apiserver.table.Cells.name;
import static dev.flotilla.apiserver.table.Cells.or;
import static dev.flotilla.apiserver.table.Cells.row;
import static dev.flotilla.apiserver.table.Cells.text;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of what workloads are configured with, and of rights. */
final class ConfigurationRows {
    static final Map<String, TablePrinter.Row> ALL = Map.ofEntries(
            Map.entry("configmaps", ConfigurationRows::configMap),
            Map.entry("secrets", ConfigurationRows::secret),
            Map.entry("serviceaccounts", (object, now) -> row(name(object), age(object, now))),
            Map.entry("resourcequotas", ConfigurationRows::quota),
            Map.entry("rolebindings.rbac.authorization.k8s.io", ConfigurationRows::binding),
            Map.entry("clusterrolebindings.rbac.authorization.k8s.io", ConfigurationRows::binding),
            Map.entry("priorityclasses.scheduling.k8s.io", ConfigurationRows::priorityClass),
            Map.entry("persistentvolumeclaims", StorageRows::claim),
            Map.entry("persistentvolumes", StorageRows::volume),
            Map.entry("storageclasses.storage.k8s.io", StorageRows::storageClass));

    private ConfigurationRows() {}

    private static List<JsonNode> configMap(ObjectNode object, Instant now) {
        return row(
                name(object),
                object.path("data").size() + object.path("binaryData").size(),
                age(object, now));
    }

    private static List<JsonNode> secret(ObjectNode object, Instant now) {
        return row(name(object), text(object, "type"), object.path("data").size(), age(object, now));
    }

    private static List<JsonNode> quota(ObjectNode object, Instant now) {
        return row(name(object), used(object, false), used(object, true), age(object, now));
    }

    private static String used(ObjectNode quota, boolean limits) {
        JsonNode hard = at(quota, "status.hard");
        return hard.propertyStream()
                .filter(entry -> entry.getKey().startsWith("limits.") == limits)
                .map(entry -> entry.getKey() + ": "
                        + at(quota, "status.used").path(entry.getKey()).asString("0") + "/"
                        + entry.getValue().asString(""))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static List<JsonNode> binding(ObjectNode object, Instant now) {
        return row(
                name(object),
                text(object, "roleRef.kind") + "/" + text(object, "roleRef.name"),
                age(object, now),
                subjects(object, "User"),
                subjects(object, "Group"),
                subjects(object, "ServiceAccount"));
    }

    private static String subjects(ObjectNode binding, String kind) {
        return binding.path("subjects")
                .valueStream()
                .filter(subject -> text(subject, "kind").equals(kind))
                .map(subject -> kind.equals("ServiceAccount")
                        ? text(subject, "namespace") + "/" + text(subject, "name")
                        : text(subject, "name"))
                .collect(Collectors.joining(", "));
    }

    private static List<JsonNode> priorityClass(ObjectNode object, Instant now) {
        return row(
                name(object),
                number(object),
                object.path("globalDefault").asBoolean(false),
                age(object, now),
                or(text(object, "preemptionPolicy"), NONE));
    }

    private static long number(ObjectNode priorityClass) {
        return priorityClass.path("value").asLong(0);
    }

    /** Rows of storage. */
    private static final class StorageRows {
        private static final Map<String, String> MODES = Map.of(
                "ReadWriteOnce", "RWO", "ReadOnlyMany", "ROX", "ReadWriteMany", "RWX", "ReadWriteOncePod", "RWOP");

        static List<JsonNode> claim(ObjectNode object, Instant now) {
            boolean bound = !text(object, "spec.volumeName").isEmpty();
            return row(
                    name(object),
                    text(object, "metadata.deletionTimestamp").isEmpty() ? text(object, "status.phase") : "Terminating",
                    text(object, "spec.volumeName"),
                    bound ? text(object, "status.capacity.storage") : "",
                    bound ? modes(at(object, "status.accessModes")) : "",
                    text(object, "spec.storageClassName"),
                    or(text(object, "spec.volumeAttributesClassName"), "<unset>"),
                    age(object, now),
                    or(text(object, "spec.volumeMode"), "<unset>"));
        }

        static List<JsonNode> volume(ObjectNode object, Instant now) {
            String claim = at(object, "spec.claimRef").isObject()
                    ? text(object, "spec.claimRef.namespace") + "/" + text(object, "spec.claimRef.name")
                    : "";
            return row(
                    name(object),
                    text(object, "spec.capacity.storage"),
                    modes(at(object, "spec.accessModes")),
                    text(object, "spec.persistentVolumeReclaimPolicy"),
                    text(object, "metadata.deletionTimestamp").isEmpty() ? text(object, "status.phase") : "Terminating",
                    claim,
                    text(object, "spec.storageClassName"),
                    or(text(object, "spec.volumeAttributesClassName"), "<unset>"),
                    text(object, "status.reason"),
                    age(object, now),
                    or(text(object, "spec.volumeMode"), "<unset>"));
        }

        static List<JsonNode> storageClass(ObjectNode object, Instant now) {
            boolean standard = object.path("metadata")
                    .path("annotations")
                    .path("storageclass.kubernetes.io/is-default-class")
                    .asString("")
                    .equals("true");
            return row(
                    name(object) + (standard ? " (default)" : ""),
                    text(object, "provisioner"),
                    or(text(object, "reclaimPolicy"), "Delete"),
                    or(text(object, "volumeBindingMode"), "Immediate"),
                    object.path("allowVolumeExpansion").asBoolean(false),
                    age(object, now));
        }

        private static String modes(JsonNode modes) {
            return joined(modes, mode -> MODES.getOrDefault(mode.asString(""), mode.asString("")));
        }
    }
}
