package dev.flotilla.e2e.differential;

import static dev.flotilla.e2e.differential.Shape.either;
import static dev.flotilla.e2e.differential.Shape.keyed;
import static dev.flotilla.e2e.differential.Shape.list;
import static dev.flotilla.e2e.differential.Shape.map;
import static dev.flotilla.e2e.differential.Shape.oneOf;
import static dev.flotilla.e2e.differential.Shape.set;

import java.util.List;

/** Every kind that is written at random; those that a federation carries most come most often. */
final class Kinds {
    private static final Shape SELECTOR = oneOf("{matchLabels: {app: x}}");
    private static final Fields CONDITION = Fields.none()
            .with("status", oneOf("'True'", "'False'"))
            .with("reason", 80, oneOf("R", "S"))
            .with("message", 50, oneOf("m", "''"))
            .with("lastTransitionTime", 80, oneOf("'2026-01-01T00:00:00Z'"));
    private static final Shape CONDITIONS = keyed(0, "type", CONDITION, "Available", "Progressing", "ReplicaFailure");
    private static final Shape REPLICAS = oneOf("0", "1", "2", "3");

    static final Tested DEPLOYMENT = Tested.of(
                    "apps/v1",
                    "Deployment",
                    "deployments",
                    spec(Fields.none()
                            .with("replicas", 50, REPLICAS)
                            .with("selector", SELECTOR)
                            .with("minReadySeconds", 15, oneOf("0", "5"))
                            .with("revisionHistoryLimit", 15, oneOf("0", "3"))
                            .with("paused", 10, oneOf("true", "false"))
                            .with("progressDeadlineSeconds", 10, oneOf("600", "60"))
                            .with(
                                    "strategy",
                                    25,
                                    oneOf(
                                            "{type: Recreate}",
                                            "{type: RollingUpdate}",
                                            "{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}",
                                            "{rollingUpdate: {maxSurge: 50%}}"))
                            .with("template", PodShapes.template())))
            .withStatus(Fields.none()
                    .with("observedGeneration", 60, oneOf("1", "2"))
                    .with("replicas", 60, REPLICAS)
                    .with("readyReplicas", 40, oneOf("0", "1"))
                    .with("conditions", 50, CONDITIONS))
            .scaling();

    static final Tested STATEFUL_SET = Tested.of(
                    "apps/v1",
                    "StatefulSet",
                    "statefulsets",
                    spec(Fields.none()
                            .with("replicas", 50, REPLICAS)
                            .with("serviceName", 90, oneOf("db"))
                            .with("selector", SELECTOR)
                            .with("podManagementPolicy", 8, oneOf("OrderedReady", "Parallel"))
                            .with("minReadySeconds", 15, oneOf("0", "5"))
                            .with(
                                    "updateStrategy",
                                    20,
                                    oneOf("{type: OnDelete}", "{type: RollingUpdate, rollingUpdate: {partition: 1}}"))
                            .with("template", PodShapes.template())))
            .withStatus(Fields.none().with("replicas", REPLICAS).with("conditions", 50, CONDITIONS))
            .scaling();

    static final Tested CRON_JOB = Tested.of(
            "batch/v1",
            "CronJob",
            "cronjobs",
            spec(Fields.none()
                    .with("schedule", oneOf("'* * * * *'", "'@daily'", "'0 5 * * 1'"))
                    .with("suspend", 20, oneOf("true", "false"))
                    .with("concurrencyPolicy", 20, oneOf("Allow", "Forbid"))
                    .with("timeZone", 10, oneOf("Etc/UTC"))
                    .with("successfulJobsHistoryLimit", 15, oneOf("1", "3"))
                    .with(
                            "jobTemplate",
                            Fields.none()
                                    .with(
                                            "spec",
                                            Fields.none()
                                                    .with("backoffLimit", 20, oneOf("0", "6"))
                                                    .with("completions", 10, oneOf("1", "2"))
                                                    .with("template", PodShapes.template("restartPolicy Never"))))));

    static final Tested SERVICE = Tested.of(
                    "v1",
                    "Service",
                    "services",
                    spec(Fields.none()
                            .with(
                                    "ports",
                                    keyed(
                                            1,
                                            "port",
                                            Fields.none()
                                                    .with("name", 85, oneOf("a", "b", "c"))
                                                    .with("protocol", 40, oneOf("TCP", "UDP"))
                                                    .with("targetPort", 40, oneOf("80", "http", "8080"))
                                                    .with("appProtocol", 10, oneOf("http")),
                                            "80",
                                            "443",
                                            "53"))
                            .with("selector", 70, map(oneOf("x", "y"), "app", "tier"))
                            .with("type", 20, oneOf("ClusterIP"))
                            .with("sessionAffinity", 15, oneOf("None", "ClientIP"))
                            .with("internalTrafficPolicy", 10, oneOf("Cluster", "Local"))
                            .with("publishNotReadyAddresses", 8, oneOf("true"))
                            .with("loadBalancerSourceRanges", 3, oneOf("[192.0.2.0/24]"))))
            .withStatus(Fields.none()
                    .with("loadBalancer", oneOf("{ingress: [{ip: 192.0.2.9}]}", "{ingress: [{hostname: a.b}]}")));

    static final Tested CONFIG_MAP = Tested.of(
            "v1",
            "ConfigMap",
            "configmaps",
            Fields.none()
                    .with("data", 85, map(oneOf("'1'", "'2'", "''", "\"a\\nb\""), "k", "l", "m.txt", "n"))
                    .with("binaryData", 20, map(oneOf("AAEC", "''"), "p", "q")));

    static final Tested SECRET = Tested.of(
            "v1",
            "Secret",
            "secrets",
            Fields.none()
                    .with("data", 70, map(oneOf("AAEC", "eA==", "''"), "k", "l"))
                    .with("stringData", 30, map(oneOf("x", "''"), "l", "m"))
                    .with("type", 20, oneOf("Opaque", "example.org/t")));

    static final Tested INGRESS = Tested.of(
                    "networking.k8s.io/v1",
                    "Ingress",
                    "ingresses",
                    spec(Fields.none()
                            .with("ingressClassName", 30, oneOf("nginx", "other"))
                            .with(
                                    "defaultBackend",
                                    70,
                                    oneOf(
                                            "{service: {name: a, port: {number: 80}}}",
                                            "{service: {name: b, port: {name: http}}}",
                                            "{resource: {apiGroup: g, kind: K, name: n}}"))
                            .with("tls", 20, oneOf("[{hosts: [a.b], secretName: s}]", "[{}]"))
                            .with(
                                    "rules",
                                    60,
                                    list(
                                            0,
                                            2,
                                            oneOf(
                                                    "{host: a.b}",
                                                    "{http: {paths: [{pathType: Prefix, path: /, backend: {service: {name: a,"
                                                            + " port: {number: 80}}}}]}}",
                                                    "{host: '*.c.d', http: {paths: [{pathType: Exact, path: /x, backend:"
                                                            + " {service: {name: a, port: {name: p}}}}, {pathType:"
                                                            + " ImplementationSpecific, backend: {service: {name: b, port:"
                                                            + " {number: 1}}}}]}}")))))
            .withStatus(Fields.none().with("loadBalancer", oneOf("{ingress: [{ip: 192.0.2.9}]}", "{}")));

    static final Tested AUTOSCALER = Tested.of(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    "horizontalpodautoscalers",
                    spec(Fields.none()
                            .with(
                                    "scaleTargetRef",
                                    oneOf("{apiVersion: apps/v1, kind: Deployment, name: a}", "{kind: Thing, name: b}"))
                            .with("minReplicas", 50, oneOf("1", "2"))
                            .with("maxReplicas", oneOf("3", "5"))
                            .with(
                                    "metrics",
                                    50,
                                    list(
                                            0,
                                            2,
                                            oneOf(
                                                    "{type: Resource, resource: {name: cpu, target: {type: Utilization,"
                                                            + " averageUtilization: 50}}}",
                                                    "{type: Resource, resource: {name: memory, target: {type: AverageValue,"
                                                            + " averageValue: 1024Mi}}}",
                                                    "{type: Pods, pods: {metric: {name: m}, target: {type: AverageValue,"
                                                            + " averageValue: '1'}}}",
                                                    "{type: External, external: {metric: {name: q, selector: {matchLabels: {a: b}}},"
                                                            + " target: {type: Value, value: 1k}}}")))
                            .with(
                                    "behavior",
                                    25,
                                    oneOf(
                                            "{scaleDown: {stabilizationWindowSeconds: 60}}",
                                            "{scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 15}]}}"))))
            .withStatus(Fields.none()
                    .with("currentReplicas", 80, oneOf("1", "2"))
                    .with("desiredReplicas", oneOf("1", "2"))
                    .with("conditions", 50, keyed(0, "type", CONDITION, "AbleToScale", "ScalingActive")));

    static final Tested DISRUPTION_BUDGET = Tested.of(
            "policy/v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            spec(Fields.none()
                    .with(
                            "selector",
                            90,
                            oneOf("{matchLabels: {app: x}}", "{matchExpressions: [{key: a, operator: Exists}]}"))
                    .with("minAvailable", 60, oneOf("1", "50%"))
                    .with("unhealthyPodEvictionPolicy", 10, oneOf("AlwaysAllow"))));

    static final Tested GADGET = Tested.of(
                    Gadgets.GROUP + "/v1",
                    "Gadget",
                    "gadgets",
                    spec(Fields.none()
                            .with("size", 85, oneOf("1", "2", "3"))
                            .with("color", 30, oneOf("red", "blue"))
                            .with("share", 20, oneOf("50%", "5"))
                            .with(
                                    "parts",
                                    60,
                                    keyed(
                                            0,
                                            "name",
                                            Fields.none()
                                                    .with("weight", 60, oneOf("1", "2"))
                                                    .with("tags", 30, set(0, "t", "u", "v")),
                                            "a",
                                            "b",
                                            "c"))
                            .with("tags", 40, set(0, "t", "u", "v"))
                            .with("steps", 40, list(0, 3, oneOf("x", "y")))
                            .with("pairs", 25, list(0, 2, oneOf("{a: 1}", "{a: 1, b: 2}", "{}")))
                            .with("link", 25, oneOf("{to: a, port: 1}", "{to: b}", "{}"))
                            .with("limits", 30, map(oneOf("1", "2"), "x", "y", "z"))
                            .with(
                                    "nested",
                                    25,
                                    map(Fields.none().with("a", 60, oneOf("1")).with("b", 40, oneOf("2")), "m", "n"))
                            .with(
                                    "free",
                                    30,
                                    either(
                                            map(
                                                    oneOf("1", "a", "[1, 2]", "{q: 1}", "true", "null", "1.5"),
                                                    "p",
                                                    "q",
                                                    "r"),
                                            oneOf("{deep: {list: [{name: a}]}}")))))
            .withStatus(Fields.none()
                    .with("size", 60, oneOf("1", "2"))
                    .with("conditions", 40, keyed(0, "type", CONDITION, "Ready", "Stale")))
            .scaling();

    /** Each as often as it is to be chosen. */
    static final List<Tested> WEIGHED = List.of(
            DEPLOYMENT,
            DEPLOYMENT,
            DEPLOYMENT,
            STATEFUL_SET,
            CRON_JOB,
            SERVICE,
            SERVICE,
            CONFIG_MAP,
            CONFIG_MAP,
            SECRET,
            INGRESS,
            AUTOSCALER,
            DISRUPTION_BUDGET,
            GADGET,
            GADGET,
            GADGET);

    private Kinds() {}

    private static Fields spec(Fields spec) {
        return Fields.none().with("spec", spec);
    }
}
