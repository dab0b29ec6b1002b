package dev.flotilla.api.schema.validation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One container. */
final class ContainerRules {
    private static final Set<String> FIELD_PATHS = Set.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "metadata.labels",
            "metadata.annotations",
            "spec.nodeName",
            "spec.serviceAccountName",
            "spec.host",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private final Checks checks;
    private final ProbeRules probes;
    private final ResourceRules resources;

    ContainerRules(Checks checks) {
        this.checks = checks;
        probes = new ProbeRules(checks);
        resources = new ResourceRules(checks);
    }

    /** @param strictImage whether blanks around the image's name are refused */
    void check(String field, JsonNode container, Set<String> volumes, boolean strictImage) {
        String name = container.path("name").asString("");
        if (name.isEmpty()) {
            checks.required(field + ".name");
        } else {
            checks.invalid(field + ".name", name, Names.dnsLabel(name));
        }
        String image = container.path("image").asString("");
        if (image.isEmpty()) {
            checks.required(field + ".image");
        } else if (strictImage && !image.equals(image.strip())) {
            checks.invalid(field + ".image", image, "must not have leading or trailing whitespace");
        }
        checks.supported(
                field + ".terminationMessagePolicy",
                container.path("terminationMessagePolicy").asString(""),
                "File",
                "FallbackToLogsOnError");
        ports(field + ".ports", container.path("ports"));
        environment(field + ".env", container.path("env"));
        environmentFrom(field + ".envFrom", container.path("envFrom"));
        mounts(field + ".volumeMounts", container.path("volumeMounts"), volumes);
        checks.supported(
                field + ".imagePullPolicy",
                container.path("imagePullPolicy").asString(""),
                "Always",
                "IfNotPresent",
                "Never");
        resources.check(field + ".resources", container.path("resources"));
        securityContext(field + ".securityContext", container.path("securityContext"));
    }

    /** What only a container that keeps running has: lifecycle hooks and probes. */
    void runs(String field, JsonNode container) {
        probes.lifecycle(field + ".lifecycle", container.path("lifecycle"));
        probes.check(field + ".livenessProbe", container.path("livenessProbe"), true);
        probes.check(field + ".readinessProbe", container.path("readinessProbe"), false);
        probes.check(field + ".startupProbe", container.path("startupProbe"), true);
    }

    private void ports(String field, JsonNode ports) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String at = field + "[" + i + "]";
            JsonNode port = ports.get(i);
            String name = port.path("name").asString("");
            if (!name.isEmpty()) {
                Checks found = new Checks();
                found.invalid(at + ".name", name, Names.portName(name));
                found.errors().forEach(checks::add);
                if (found.isEmpty() && !names.add(name)) {
                    checks.duplicate(at + ".name", name);
                }
            }
            if (port.path("containerPort").asLong(0) == 0) {
                checks.required(at + ".containerPort");
            } else {
                checks.port(at + ".containerPort", port.path("containerPort"));
            }
            if (port.path("hostPort").asLong(0) != 0) {
                checks.port(at + ".hostPort", port.path("hostPort"));
            }
            checks.supported(at + ".protocol", port.path("protocol").asString(""), "SCTP", "TCP", "UDP");
        }
    }

    private void environment(String field, JsonNode variables) {
        for (int i = 0; i < variables.size(); i++) {
            String at = field + "[" + i + "]";
            JsonNode variable = variables.get(i);
            String name = variable.path("name").asString("");
            if (name.isEmpty()) {
                checks.required(at + ".name");
            } else {
                checks.invalid(at + ".name", name, Names.environmentName(name));
            }
            if (variable.path("valueFrom").isObject()) {
                valueFrom(at + ".valueFrom", variable);
            }
        }
    }

    private void valueFrom(String field, JsonNode variable) {
        JsonNode source = variable.path("valueFrom");
        if (source.isEmpty()) {
            checks.invalid(
                    field,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`");
            return;
        }
        if (!variable.path("value").asString("").isEmpty()) {
            checks.invalid(field, "", "may not be specified when `value` is not empty");
        } else if (source.size() > 1) {
            checks.invalid(field, "", "may not have more than one field specified at a time");
        }
        fieldRef(field + ".fieldRef", source.path("fieldRef"));
        for (String key : new String[] {"configMapKeyRef", "secretKeyRef"}) {
            keyRef(field + "." + key, source.path(key));
        }
        JsonNode resource = source.path("resourceFieldRef");
        if (resource.isObject()) {
            checks.requiredText(field + ".resourceFieldRef.resource", resource.path("resource"));
        }
    }

    private void fieldRef(String field, JsonNode reference) {
        if (!reference.isObject()) {
            return;
        }
        String path = reference.path("fieldPath").asString("");
        if (path.isEmpty()) {
            checks.required(field + ".fieldPath");
            return;
        }
        boolean subscript = path.matches("metadata\\.(labels|annotations)\\['.+']");
        if (!subscript && !FIELD_PATHS.contains(path)) {
            String why = "error converting fieldPath: field label not supported: " + path;
            checks.invalid(field + ".fieldPath", path, why);
        }
    }

    private void keyRef(String field, JsonNode reference) {
        if (!reference.isObject()) {
            return;
        }
        String name = reference.path("name").asString("");
        checks.invalid(field + ".name", name, Names.dnsSubdomain(name));
        String key = reference.path("key").asString("");
        if (key.isEmpty()) {
            checks.required(field + ".key");
        } else {
            checks.invalid(field + ".key", key, Names.configKey(key));
        }
    }

    private void environmentFrom(String field, JsonNode sources) {
        for (int i = 0; i < sources.size(); i++) {
            String at = field + "[" + i + "]";
            JsonNode source = sources.get(i);
            String prefix = source.path("prefix").asString("");
            if (!prefix.isEmpty()) {
                checks.invalid(at + ".prefix", prefix, Names.environmentName(prefix));
            }
            int given = 0;
            for (String kind : new String[] {"configMapRef", "secretRef"}) {
                JsonNode reference = source.path(kind);
                if (reference.isObject()) {
                    given++;
                    checks.requiredText(at + "." + kind + ".name", reference.path("name"));
                }
            }
            if (given == 0) {
                checks.invalid(field, "", "must specify one of: `configMapRef` or `secretRef`");
            } else if (given > 1) {
                checks.invalid(field, "", "may not have more than one field specified at a time");
            }
        }
    }

    private void mounts(String field, JsonNode mounts, Set<String> volumes) {
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            String at = field + "[" + i + "]";
            JsonNode mount = mounts.get(i);
            String name = mount.path("name").asString("");
            if (name.isEmpty()) {
                checks.required(at + ".name");
            }
            if (!volumes.contains(name)) {
                checks.notFound(at + ".name", name);
            }
            String path = mount.path("mountPath").asString("");
            if (path.isEmpty()) {
                checks.required(at + ".mountPath");
            }
            if (!paths.add(path)) {
                checks.invalid(at + ".mountPath", path, "must be unique");
            }
            for (String sub : new String[] {"subPath", "subPathExpr"}) {
                subPath(field + "." + sub, mount.path(sub).asString(""));
            }
        }
    }

    private void subPath(String field, String path) {
        if (path.startsWith("/")) {
            checks.invalid(field, path, "must be a relative path");
        }
        if (Arrays.asList(path.split("/", -1)).contains("..")) {
            checks.invalid(field, path, "must not contain '..'");
        }
    }

    private void securityContext(String field, JsonNode context) {
        for (Map.Entry<String, JsonNode> entry : context.properties()) {
            boolean id = entry.getKey().equals("runAsUser") || entry.getKey().equals("runAsGroup");
            long value = entry.getValue().asLong(0);
            if (id && (value < 0 || value > Integer.MAX_VALUE)) {
                String why = "must be between 0 and 2147483647, inclusive";
                checks.invalid(field + "." + entry.getKey(), entry.getValue(), why);
            }
        }
        JsonNode escalation = context.path("allowPrivilegeEscalation");
        if (escalation.isBoolean() && !escalation.booleanValue()) {
            if (context.path("privileged").asBoolean(false)) {
                String why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true";
                checks.invalid(field, context, why);
            }
        }
    }
}
