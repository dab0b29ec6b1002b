package dev.flotilla.apiserver.read;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.status.StatusError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fields by which objects of one kind can be selected, and where they are. */
final class SelectableFields {
    private static final List<String> COMMON = List.of("metadata.name", "metadata.namespace");

    private static final Map<String, List<String>> BY_RESOURCE = new HashMap<>();

    static {
        BY_RESOURCE.put(
                "pods",
                List.of(
                        "spec.nodeName",
                        "spec.restartPolicy",
                        "spec.schedulerName",
                        "spec.serviceAccountName",
                        "spec.hostNetwork",
                        "status.phase",
                        "status.podIP",
                        "status.nominatedNodeName"));
        BY_RESOURCE.put("nodes", List.of("spec.unschedulable"));
        BY_RESOURCE.put("namespaces", List.of("status.phase"));
        BY_RESOURCE.put("secrets", List.of("type"));
        BY_RESOURCE.put("services", List.of("spec.clusterIP", "spec.type"));
        BY_RESOURCE.put("jobs.batch", List.of("status.successful"));
        BY_RESOURCE.put("replicasets.apps", List.of("status.replicas"));
        BY_RESOURCE.put("replicationcontrollers", List.of("status.replicas"));
        BY_RESOURCE.put("certificatesigningrequests.certificates.k8s.io", List.of("spec.signerName"));
        BY_RESOURCE.put(
                "events",
                List.of(
                        "involvedObject.kind",
                        "involvedObject.namespace",
                        "involvedObject.name",
                        "involvedObject.uid",
                        "involvedObject.apiVersion",
                        "involvedObject.resourceVersion",
                        "involvedObject.fieldPath",
                        "reason",
                        "reportingComponent",
                        "source",
                        "type"));
        BY_RESOURCE.put(
                "events.events.k8s.io",
                List.of(
                        "regarding.kind",
                        "regarding.namespace",
                        "regarding.name",
                        "regarding.uid",
                        "reason",
                        "reportingController",
                        "type"));
    }

    /** Where a field is in what is stored, if it is not called so there. */
    private static final Map<String, String> ALIASES = Map.of(
            "spec.host", "spec.nodeName",
            "source", "source.component",
            "status.successful", "status.succeeded",
            "regarding.kind", "involvedObject.kind",
            "regarding.namespace", "involvedObject.namespace",
            "regarding.name", "involvedObject.name",
            "regarding.uid", "involvedObject.uid",
            "reportingController", "reportingComponent");

    private final boolean custom;
    private final Map<String, String> paths = new TreeMap<>();

    private SelectableFields(boolean custom) {
        this.custom = custom;
        COMMON.forEach(field -> paths.put(field, field));
    }

    static SelectableFields of(ResourceType type, ServedCatalog catalog) {
        SelectableFields fields = new SelectableFields(!type.builtIn());
        BY_RESOURCE
                .getOrDefault(type.resource().qualified(), List.of())
                .forEach(field -> fields.paths.put(field, ALIASES.getOrDefault(field, field)));
        if (type.resource().qualified().equals("pods")) {
            fields.paths.put("spec.host", "spec.nodeName");
        }
        catalog.definition(type)
                .map(CustomDefinition::selectableFields)
                .orElse(List.of())
                .forEach(path -> {
                    String field = path.startsWith(".") ? path.substring(1) : path;
                    fields.paths.put(field, field);
                });
        return fields;
    }

    /** @throws dev.flotilla.api.status.StatusException 400 for a field that cannot be selected by */
    String path(String field) {
        String path = paths.get(field);
        if (path == null) {
            throw StatusError.badRequest(
                            custom || paths.size() > COMMON.size()
                                    ? "field label not supported: " + field
                                    : "\"" + field + "\" is not a known field selector: only \"metadata.name\","
                                            + " \"metadata.namespace\"")
                    .exception();
        }
        return path;
    }
}
