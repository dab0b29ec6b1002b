package dev.flotilla.api.schema.validation;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A pod's specification, alone or in a template. */
final class PodRules {
    private static final int DEADLINE_MAX = Integer.MAX_VALUE;

    private final Checks checks;
    private final ContainerRules containers;
    private final SchedulingRules scheduling;

    PodRules(Checks checks) {
        this.checks = checks;
        containers = new ContainerRules(checks);
        scheduling = new SchedulingRules(checks);
    }

    /** A template: labels, annotations and specification. */
    void template(String field, JsonNode template) {
        MetadataRules metadata = new MetadataRules(checks);
        metadata.labels(field + ".labels", template.path("metadata").path("labels"));
        metadata.annotations(field + ".annotations", template.path("metadata").path("annotations"));
        spec(field + ".spec", template.path("spec"));
        if (!template.path("spec").path("ephemeralContainers").isEmpty()) {
            checks.forbidden(field + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
        }
    }

    void spec(String field, JsonNode spec) {
        Set<String> volumes = new VolumeRules(checks).check(field + ".volumes", spec.path("volumes"));
        containers(field, spec, volumes);
        hostNetwork(field, spec);
        checks.supported(
                field + ".restartPolicy", spec.path("restartPolicy").asString(""), "Always", "OnFailure", "Never");
        checks.supported(
                field + ".dnsPolicy",
                spec.path("dnsPolicy").asString(""),
                "ClusterFirstWithHostNet",
                "ClusterFirst",
                "Default",
                "None");
        new MetadataRules(checks).labels(field + ".nodeSelector", spec.path("nodeSelector"));
        scheduling.affinity(field + ".affinity", spec.path("affinity"));
        scheduling.topologySpread(field + ".topologySpreadConstraints", spec.path("topologySpreadConstraints"));
        names(field, spec);
        scheduling.tolerations(field + ".tolerations", spec.path("tolerations"));
        String priority = spec.path("priorityClassName").asString("");
        if (!priority.isEmpty()) {
            checks.invalid(field + ".priorityClassName", priority, Names.dnsSubdomain(priority));
        }
        String runtime = spec.path("runtimeClassName").asString("");
        if (!runtime.isEmpty()) {
            checks.invalid(field + ".runtimeClassName", runtime, Names.dnsSubdomain(runtime));
        }
    }

    private void names(String field, JsonNode spec) {
        String account = spec.path("serviceAccountName").asString("");
        if (!account.isEmpty()) {
            checks.invalid(field + ".serviceAccountName", account, Names.dnsSubdomain(account));
        }
        String node = spec.path("nodeName").asString("");
        if (!node.isEmpty()) {
            checks.invalid(field + ".nodeName", node, Names.dnsSubdomain(node));
        }
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber() && (deadline.longValue() < 1 || deadline.longValue() > DEADLINE_MAX)) {
            checks.invalid(
                    field + ".activeDeadlineSeconds",
                    deadline,
                    "must be between 1 and " + DEADLINE_MAX + ", inclusive");
        }
        for (String name : new String[] {"hostname", "subdomain"}) {
            String value = spec.path(name).asString("");
            if (!value.isEmpty()) {
                checks.invalid(field + "." + name, value, Names.dnsLabel(value));
            }
        }
    }

    private void containers(String field, JsonNode spec, Set<String> volumes) {
        JsonNode list = spec.path("containers");
        Set<String> names = new LinkedHashSet<>();
        if (list.isEmpty()) {
            checks.required(field + ".containers");
        }
        for (int i = 0; i < list.size(); i++) {
            String at = field + ".containers[" + i + "]";
            containers.check(at, list.get(i), volumes, true);
            unique(at, list.get(i), names);
            containers.runs(at, list.get(i));
        }
        hostPorts(field + ".containers", list);
        JsonNode first = spec.path("initContainers");
        for (int i = 0; i < first.size(); i++) {
            String at = field + ".initContainers[" + i + "]";
            JsonNode container = first.get(i);
            containers.check(at, container, volumes, true);
            unique(at, container, names);
            if (container.path("restartPolicy").asString("").equals("Always")) {
                containers.runs(at, container);
            } else {
                notForInit(at, container);
            }
        }
        for (int i = 0; i < spec.path("ephemeralContainers").size(); i++) {
            String at = field + ".ephemeralContainers[" + i + "]";
            containers.check(at, spec.path("ephemeralContainers").get(i), volumes, false);
            unique(at, spec.path("ephemeralContainers").get(i), names);
        }
    }

    private void unique(String at, JsonNode container, Set<String> names) {
        String name = container.path("name").asString("");
        if (!name.isEmpty() && !names.add(name)) {
            checks.duplicate(at + ".name", name);
        }
    }

    private void notForInit(String at, JsonNode container) {
        for (String name : new String[] {"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"}) {
            if (container.path(name).isObject()) {
                checks.forbidden(at + "." + name, "may not be set for init containers without restartPolicy=Always");
            }
        }
    }

    private void hostPorts(String field, JsonNode list) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode ports = list.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode port = ports.get(j);
                long number = port.path("hostPort").asLong(0);
                String what = port.path("protocol").asString("") + "/"
                        + port.path("hostIP").asString("") + "/" + number;
                if (number != 0 && !taken.add(what)) {
                    checks.duplicate(field + "[" + i + "].ports[" + j + "].hostPort", what);
                }
            }
        }
    }

    private void hostNetwork(String field, JsonNode spec) {
        if (!spec.path("hostNetwork").asBoolean(false)) {
            return;
        }
        JsonNode list = spec.path("containers");
        for (int i = 0; i < list.size(); i++) {
            JsonNode ports = list.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode host = ports.get(j).path("hostPort");
                long inside = ports.get(j).path("containerPort").asLong(0);
                if (host.asLong(0) != 0 && host.asLong(0) != inside) {
                    String at = field + ".containers[" + i + "].ports[" + j + "].hostPort";
                    checks.invalid(at, host, "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }
}
