package dev.flotilla.e2e.differential;

import static dev.flotilla.e2e.differential.Shape.either;
import static dev.flotilla.e2e.differential.Shape.keyed;
import static dev.flotilla.e2e.differential.Shape.list;
import static dev.flotilla.e2e.differential.Shape.map;
import static dev.flotilla.e2e.differential.Shape.oneOf;

/** Pods' templates, from small vocabularies, so that writes meet each other. */
final class PodShapes {
    private static final Shape AMOUNTS = map(oneOf("'0.5'", "500m", "1", "1500m"), "cpu");
    private static final Shape MEMORY = map(oneOf("1024Mi", "1Gi", "1.5Gi", "'1073741824'", "64M"), "memory", "cpu");

    private static final Shape ENV = keyed(
            0,
            "name",
            Fields.none()
                    .with("value", 70, oneOf("x", "y", "'1'", "''", "$(A)"))
                    .with(
                            "valueFrom",
                            8,
                            oneOf(
                                    "{fieldRef: {fieldPath: metadata.name}}",
                                    "{configMapKeyRef: {name: c, key: k}}",
                                    "{secretKeyRef: {name: s, key: k, optional: true}}",
                                    "{resourceFieldRef: {resource: limits.cpu}}")),
            "A",
            "B",
            "C");

    private static final Shape PORTS = keyed(
            0,
            "containerPort",
            Fields.none().with("protocol", 50, oneOf("TCP", "UDP")).with("name", 20, oneOf("http", "dns", "web")),
            "80",
            "443",
            "8080");

    private static final Shape HANDLER = oneOf(
            "{httpGet: {path: /, port: 80}}",
            "{httpGet: {port: http, scheme: HTTPS}}",
            "{tcpSocket: {port: 80}, periodSeconds: 5}",
            "{exec: {command: [ls]}, failureThreshold: 2}",
            "{grpc: {port: 80}}");

    private static final Fields CONTAINER = Fields.none()
            .with("image", 97, oneOf("nginx", "nginx:1.27", "busybox:latest", "registry.example.org/a/b:1"))
            .with("command", 20, oneOf("[sh]", "[sh, -c]", "[]"))
            .with("args", 20, oneOf("[a]", "[a, b]"))
            .with("env", 50, ENV)
            .with("envFrom", 5, oneOf("[{configMapRef: {name: c}}]", "[{prefix: P_, secretRef: {name: s}}]"))
            .with("ports", 50, PORTS)
            .with(
                    "resources",
                    30,
                    Fields.none().with("limits", 50, either(AMOUNTS, MEMORY)).with("requests", 20, AMOUNTS))
            .with("imagePullPolicy", 20, oneOf("Always", "IfNotPresent"))
            .with("workingDir", 10, oneOf("/", "/tmp"))
            .with("livenessProbe", 15, HANDLER)
            .with("readinessProbe", 10, HANDLER)
            .with("lifecycle", 5, oneOf("{preStop: {exec: {command: [ls]}}}", "{postStart: {httpGet: {port: 80}}}"))
            .with("stdin", 5, oneOf("true", "false"))
            .with(
                    "securityContext",
                    10,
                    oneOf(
                            "{}",
                            "{runAsNonRoot: true}",
                            "{capabilities: {add: [NET_ADMIN], drop: [ALL]}}",
                            "{runAsUser: 5}"))
            .with(
                    "volumeMounts",
                    20,
                    keyed(
                            0,
                            "mountPath",
                            Fields.none().with("name", oneOf("v", "w")).with("readOnly", 30, oneOf("true")),
                            "/v",
                            "/w"));

    private static final Shape VOLUMES = keyed(
            0,
            "name",
            Fields.none().with("emptyDir", 100, oneOf("{}", "{medium: Memory}", "{sizeLimit: 1Gi}")),
            "v",
            "w",
            "x");
    private static final Shape OTHER_VOLUMES = oneOf(
            "[{name: v, configMap: {name: c}}]",
            "[{name: v, secret: {secretName: s, items: [{key: a, path: b}]}}, {name: w, hostPath: {path: /}}]",
            "[{name: w, projected: {sources: [{configMap: {name: c}}, {serviceAccountToken: {path: t}}]}}]",
            "[{name: v, persistentVolumeClaim: {claimName: p}}]");

    private static final Shape TOLERATIONS = list(
            0,
            2,
            oneOf(
                    "{key: a, operator: Exists}",
                    "{key: a, value: b, effect: NoSchedule}",
                    "{operator: Exists, effect: NoExecute, tolerationSeconds: 30}"));

    private static final Fields POD = Fields.none()
            .with("containers", keyed(1, "name", CONTAINER, "a", "b", "c"))
            .with("initContainers", 15, keyed(0, "name", CONTAINER, "i", "j"))
            .with("volumes", 60, either(VOLUMES, VOLUMES, OTHER_VOLUMES))
            .with("terminationGracePeriodSeconds", 15, oneOf("0", "10", "30"))
            .with("nodeSelector", 20, map(oneOf("x", "y"), "disk", "zone"))
            .with("tolerations", 20, TOLERATIONS)
            .with("serviceAccountName", 10, oneOf("one", "two"))
            .with("dnsPolicy", 5, oneOf("ClusterFirst", "Default"))
            .with(
                    "hostAliases",
                    10,
                    keyed(0, "ip", Fields.none().with("hostnames", oneOf("[a]", "[a, b]")), "192.0.2.1", "192.0.2.2"))
            .with("imagePullSecrets", 10, keyed(0, "name", Fields.none(), "p", "q"))
            .with("securityContext", 10, oneOf("{}", "{runAsUser: 1}", "{fsGroup: 2, supplementalGroups: [1, 2]}"))
            .with("schedulerName", 5, oneOf("other"))
            .with("priorityClassName", 3, oneOf("high"))
            .with("hostNetwork", 3, oneOf("true"))
            .with("enableServiceLinks", 3, oneOf("false"))
            .with(
                    "topologySpreadConstraints",
                    8,
                    oneOf(
                            "[{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]",
                            "[{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels:"
                                    + " {app: x}}}]"))
            .with(
                    "affinity",
                    8,
                    oneOf(
                            "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                                    + " [{matchExpressions: [{key: a, operator: In, values: [b]}]}]}}}",
                            "{podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1,"
                                    + " podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {app: x}}}}]}}"));

    private PodShapes() {}

    /** A template that the selector {@code app: x} takes. */
    static Fields template(String... more) {
        Fields metadata = Fields.none()
                .with("labels", oneOf("{app: x}", "{app: x, tier: a}", "{app: x, tier: b}"))
                .with("annotations", 20, map(oneOf("'1'", "'2'"), "note", "example.org/x"));
        Fields pod = POD;
        for (String field : more) {
            String[] parts = field.split(" ", 2);
            pod = pod.with(parts[0], oneOf(parts[1]));
        }
        return Fields.none().with("metadata", metadata).with("spec", pod);
    }
}
