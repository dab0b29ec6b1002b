package dev.flotilla.e2e.differential;

import static dev.flotilla.e2e.differential.Shape.either;
import static dev.flotilla.e2e.differential.Shape.keyed;
import static dev.flotilla.e2e.differential.Shape.list;
import static dev.flotilla.e2e.differential.Shape.map;
import static dev.flotilla.e2e.differential.Shape.of;

/** Pods' templates, from small vocabularies, so that writes meet each other. */
final class PodShapes {
    private static final Shape AMOUNTS = map(of("'0.5'", "500m", "1", "1500m"), "cpu");
    private static final Shape MEMORY = map(of("1024Mi", "1Gi", "1.5Gi", "'1073741824'", "64M"), "memory", "cpu");

    private static final Shape ENV = keyed(
            0,
            "name",
            Fields.none()
                    .with("value", 70, of("x", "y", "'1'", "''", "$(A)"))
                    .with(
                            "valueFrom",
                            8,
                            of(
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
            Fields.none().with("protocol", 50, of("TCP", "UDP")).with("name", 20, of("http", "dns", "web")),
            "80",
            "443",
            "8080");

    private static final Shape HANDLER = of(
            "{httpGet: {path: /, port: 80}}",
            "{httpGet: {port: http, scheme: HTTPS}}",
            "{tcpSocket: {port: 80}, periodSeconds: 5}",
            "{exec: {command: [ls]}, failureThreshold: 2}",
            "{grpc: {port: 80}}");

    private static final Fields CONTAINER = Fields.none()
            .with("image", 97, of("nginx", "nginx:1.27", "busybox:latest", "registry.example.org/a/b:1"))
            .with("command", 20, of("[sh]", "[sh, -c]", "[]"))
            .with("args", 20, of("[a]", "[a, b]"))
            .with("env", 50, ENV)
            .with("envFrom", 5, of("[{configMapRef: {name: c}}]", "[{prefix: P_, secretRef: {name: s}}]"))
            .with("ports", 50, PORTS)
            .with(
                    "resources",
                    30,
                    Fields.none().with("limits", 50, either(AMOUNTS, MEMORY)).with("requests", 20, AMOUNTS))
            .with("imagePullPolicy", 20, of("Always", "IfNotPresent"))
            .with("workingDir", 10, of("/", "/tmp"))
            .with("livenessProbe", 15, HANDLER)
            .with("readinessProbe", 10, HANDLER)
            .with("lifecycle", 5, of("{preStop: {exec: {command: [ls]}}}", "{postStart: {httpGet: {port: 80}}}"))
            .with("stdin", 5, of("true", "false"))
            .with(
                    "securityContext",
                    10,
                    of(
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
                            Fields.none().with("name", of("v", "w")).with("readOnly", 30, of("true")),
                            "/v",
                            "/w"));

    private static final Shape VOLUMES = keyed(
            0,
            "name",
            Fields.none().with("emptyDir", 100, of("{}", "{medium: Memory}", "{sizeLimit: 1Gi}")),
            "v",
            "w",
            "x");
    private static final Shape OTHER_VOLUMES = of(
            "[{name: v, configMap: {name: c}}]",
            "[{name: v, secret: {secretName: s, items: [{key: a, path: b}]}}, {name: w, hostPath: {path: /}}]",
            "[{name: w, projected: {sources: [{configMap: {name: c}}, {serviceAccountToken: {path: t}}]}}]",
            "[{name: v, persistentVolumeClaim: {claimName: p}}]");

    private static final Shape TOLERATIONS = list(
            0,
            2,
            of(
                    "{key: a, operator: Exists}",
                    "{key: a, value: b, effect: NoSchedule}",
                    "{operator: Exists, effect: NoExecute, tolerationSeconds: 30}"));

    private static final Fields POD = Fields.none()
            .with("containers", keyed(1, "name", CONTAINER, "a", "b", "c"))
            .with("initContainers", 15, keyed(0, "name", CONTAINER, "i", "j"))
            .with("volumes", 60, either(VOLUMES, VOLUMES, OTHER_VOLUMES))
            .with("terminationGracePeriodSeconds", 15, of("0", "10", "30"))
            .with("nodeSelector", 20, map(of("x", "y"), "disk", "zone"))
            .with("tolerations", 20, TOLERATIONS)
            .with("serviceAccountName", 10, of("one", "two"))
            .with("dnsPolicy", 5, of("ClusterFirst", "Default"))
            .with(
                    "hostAliases",
                    10,
                    keyed(0, "ip", Fields.none().with("hostnames", of("[a]", "[a, b]")), "192.0.2.1", "192.0.2.2"))
            .with("imagePullSecrets", 10, keyed(0, "name", Fields.none(), "p", "q"))
            .with("securityContext", 10, of("{}", "{runAsUser: 1}", "{fsGroup: 2, supplementalGroups: [1, 2]}"))
            .with("schedulerName", 5, of("other"))
            .with("priorityClassName", 3, of("high"))
            .with("hostNetwork", 3, of("true"))
            .with("enableServiceLinks", 3, of("false"))
            .with(
                    "topologySpreadConstraints",
                    8,
                    of(
                            "[{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]",
                            "[{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels:"
                                    + " {app: x}}}]"))
            .with(
                    "affinity",
                    8,
                    of(
                            "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                                    + " [{matchExpressions: [{key: a, operator: In, values: [b]}]}]}}}",
                            "{podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1,"
                                    + " podAffinityTerm: {topologyKey: zone, labelSelector: {matchLabels: {app: x}}}}]}}"));

    private PodShapes() {}

    /** A template that the selector {@code app: x} takes. */
    static Fields template(String... more) {
        Fields metadata = Fields.none()
                .with("labels", of("{app: x}", "{app: x, tier: a}", "{app: x, tier: b}"))
                .with("annotations", 20, map(of("'1'", "'2'"), "note", "example.org/x"));
        Fields pod = POD;
        for (String field : more) {
            String[] parts = field.split(" ", 2);
            pod = pod.with(parts[0], of(parts[1]));
        }
        return Fields.none().with("metadata", metadata).with("spec", pod);
    }
}
