package dev.flotilla.api.schema.validation;

import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What keeps pods running: Deployment, StatefulSet, DaemonSet, ReplicaSet. */
final class WorkloadRules {
    private static final String PERCENT =
            "a valid percent string must be a numeric string followed by an ending '%' (e.g."
                    + " '1%',  or '93%', regex used for validation is '[0-9]+%')";
    private static final List<String> STATEFUL_SET_MUTABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private final Checks checks;
    private final SelectorRules selectors;
    private final PodRules pods;

    WorkloadRules(Checks checks) {
        this.checks = checks;
        selectors = new SelectorRules(checks);
        pods = new PodRules(checks);
    }

    void deployment(JsonNode spec) {
        checks.nonNegative("spec.replicas", spec.path("replicas"));
        selectedTemplate(spec, "empty selector is invalid for deployment", true);
        JsonNode strategy = spec.path("strategy");
        switch (strategy.path("type").asString("")) {
            case "Recreate" -> {
                if (strategy.path("rollingUpdate").isObject()) {
                    String why = "may not be specified when strategy `type` is 'Recreate'";
                    checks.forbidden("spec.strategy.rollingUpdate", why);
                }
            }
            case "RollingUpdate" -> rollingDeployment(strategy.path("rollingUpdate"));
            default -> unsupported("spec.strategy", strategy, "Recreate", "RollingUpdate");
        }
        checks.nonNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
        checks.nonNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        checks.nonNegative("spec.progressDeadlineSeconds", deadline);
        long ready = spec.path("minReadySeconds").asLong(0);
        if (deadline.isNumber() && deadline.longValue() <= ready) {
            checks.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    private void unsupported(String field, JsonNode value, String... known) {
        StringBuilder supported = new StringBuilder();
        for (String each : known) {
            supported.append(supported.isEmpty() ? "" : ", ").append(Checks.quoted(each));
        }
        checks.add(new FieldError(
                field,
                FieldError.Reason.NOT_SUPPORTED,
                "Unsupported value: " + value + ": supported values: " + supported));
    }

    private void rollingDeployment(JsonNode rolling) {
        String field = "spec.strategy.rollingUpdate";
        JsonNode unavailable = rolling.path("maxUnavailable");
        JsonNode surge = rolling.path("maxSurge");
        countOrPercent(field + ".maxUnavailable", unavailable);
        countOrPercent(field + ".maxSurge", surge);
        if (amount(unavailable) == 0 && amount(surge) == 0) {
            checks.invalid(field + ".maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0");
        }
        atMostAll(field + ".maxUnavailable", unavailable);
    }

    private void countOrPercent(String field, JsonNode value) {
        if (value.isString()) {
            if (!value.asString().matches("[0-9]+%")) {
                checks.invalid(field, value, PERCENT);
            }
        } else {
            checks.nonNegative(field, value);
        }
    }

    private static long amount(JsonNode value) {
        if (!value.isString()) {
            return value.asLong(0);
        }
        String text = value.asString();
        return text.matches("[0-9]{1,9}%") ? Long.parseLong(text.substring(0, text.length() - 1)) : 0;
    }

    private void atMostAll(String field, JsonNode value) {
        if (value.isString() && amount(value) > 100) {
            checks.invalid(field, value, "must not be greater than 100%");
        }
    }

    void replicaSet(JsonNode spec) {
        checks.nonNegative("spec.replicas", spec.path("replicas"));
        checks.nonNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
        selectedTemplate(spec, "empty selector is invalid for deployment", true);
    }

    void daemonSet(JsonNode spec) {
        selectedTemplate(spec, "empty selector is invalid for daemonset", false);
        checks.nonNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
        JsonNode strategy = spec.path("updateStrategy");
        switch (strategy.path("type").asString("")) {
            case "OnDelete" -> {
                // Nothing more to say.
            }
            case "RollingUpdate" -> rollingDaemonSet(strategy.path("rollingUpdate"));
            default -> unsupported("spec.updateStrategy", strategy, "RollingUpdate", "OnDelete");
        }
        checks.nonNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    }

    private void rollingDaemonSet(JsonNode rolling) {
        String field = "spec.updateStrategy.rollingUpdate";
        JsonNode unavailable = rolling.path("maxUnavailable");
        JsonNode surge = rolling.path("maxSurge");
        countOrPercent(field + ".maxUnavailable", unavailable);
        countOrPercent(field + ".maxSurge", surge);
        boolean someUnavailable = amount(unavailable) != 0;
        boolean someSurge = amount(surge) != 0;
        if (someUnavailable && someSurge) {
            checks.invalid(field + ".maxSurge", surge, "may not be set when maxUnavailable is non-zero");
        } else if (!someUnavailable && !someSurge) {
            checks.required(field + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
        }
        atMostAll(field + ".maxUnavailable", unavailable);
        atMostAll(field + ".maxSurge", surge);
    }

    void statefulSet(JsonNode spec) {
        String management = spec.path("podManagementPolicy").asString("");
        if (!Set.of("OrderedReady", "Parallel").contains(management)) {
            checks.invalid("spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
        }
        JsonNode strategy = spec.path("updateStrategy");
        JsonNode rolling = strategy.path("rollingUpdate");
        switch (strategy.path("type").asString("")) {
            case "OnDelete" -> {
                if (rolling.isObject()) {
                    String why = "only allowed for updateStrategy 'RollingUpdate'";
                    checks.invalid("spec.updateStrategy.rollingUpdate", rolling, why);
                }
            }
            case "RollingUpdate" -> rollingStatefulSet(rolling);
            default -> checks.invalid("spec.updateStrategy", strategy, "must be 'RollingUpdate' or 'OnDelete'");
        }
        for (String when : new String[] {"whenDeleted", "whenScaled"}) {
            String policy =
                    spec.path("persistentVolumeClaimRetentionPolicy").path(when).asString("");
            checks.supported("spec.persistentVolumeClaimRetentionPolicy." + when, policy, "Retain", "Delete");
        }
        checks.nonNegative("spec.replicas", spec.path("replicas"));
        checks.nonNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
        checks.nonNegative("spec.ordinals.start", spec.path("ordinals").path("start"));
        String service = spec.path("serviceName").asString("");
        if (!service.isEmpty()) {
            checks.invalid("spec.serviceName", service, Names.dnsLabel(service));
        }
        selectedTemplate(withClaims(spec), "empty selector is invalid for statefulset", true);
    }

    private void rollingStatefulSet(JsonNode rolling) {
        String field = "spec.updateStrategy.rollingUpdate";
        checks.nonNegative(field + ".partition", rolling.path("partition"));
        JsonNode unavailable = rolling.path("maxUnavailable");
        if (!unavailable.isMissingNode()) {
            countOrPercent(field + ".maxUnavailable", unavailable);
            if (amount(unavailable) == 0) {
                checks.invalid(field + ".maxUnavailable", unavailable, "cannot be 0");
            }
            atMostAll(field + ".maxUnavailable", unavailable);
        }
    }

    /** Containers mount the claims that the set makes for each pod as they mount volumes. */
    private static JsonNode withClaims(JsonNode spec) {
        if (spec.path("volumeClaimTemplates").isEmpty()) {
            return spec;
        }
        ObjectNode copy = (ObjectNode) spec.deepCopy();
        ObjectNode pod = copy.withObjectProperty("template").withObjectProperty("spec");
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            String name = claim.path("metadata").path("name").asString("");
            pod.withArrayProperty("volumes").addObject().put("name", name).putObject("emptyDir");
        }
        return copy;
    }

    private void selectedTemplate(JsonNode spec, String emptyMessage, boolean selectorRequired) {
        JsonNode selector = spec.path("selector");
        boolean valid = true;
        if (selector.isObject()) {
            valid = selectors.check("spec.selector", selector);
            if (SelectorRules.isEmpty(selector)) {
                checks.invalid("spec.selector", selector, emptyMessage);
            }
        } else if (selectorRequired) {
            checks.required("spec.selector");
        }
        selectors.matchesTemplate("spec.selector", selector, spec.path("template"), "spec.template", valid);
        if (valid) {
            pods.template("spec.template", spec.path("template"));
            alwaysRestarts(spec.path("template").path("spec"));
        }
    }

    private void alwaysRestarts(JsonNode pod) {
        String restart = pod.path("restartPolicy").asString("");
        if (Set.of("OnFailure", "Never").contains(restart)) {
            checks.supported("spec.template.spec.restartPolicy", restart, "Always");
        }
    }

    void selectorStays(JsonNode before, JsonNode now) {
        checks.immutable("spec.selector", before.path("selector"), now.path("selector"));
    }

    void statefulSetStays(JsonNode before, JsonNode now) {
        ObjectNode old = ((ObjectNode) before.deepCopy()).remove(STATEFUL_SET_MUTABLE);
        ObjectNode next = ((ObjectNode) now.deepCopy()).remove(STATEFUL_SET_MUTABLE);
        if (!old.equals(next)) {
            checks.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden");
        }
    }
}
