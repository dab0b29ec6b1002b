package dev.flotilla.api.schema.validation;

import tools.jackson.databind.JsonNode;

/** Probes and lifecycle hooks. */
final class ProbeRules {
    private final Checks checks;

    ProbeRules(Checks checks) {
        this.checks = checks;
    }

    void lifecycle(String field, JsonNode lifecycle) {
        for (String hook : new String[] {"postStart", "preStop"}) {
            if (lifecycle.path(hook).isObject()) {
                handler(field + "." + hook, lifecycle.path(hook));
            }
        }
    }

    /** @param once whether one success must be enough */
    void check(String field, JsonNode probe, boolean once) {
        if (!probe.isObject()) {
            return;
        }
        handler(field, probe);
        for (String number : new String[] {
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"
        }) {
            checks.nonNegative(field + "." + number, probe.path(number));
        }
        JsonNode grace = probe.path("terminationGracePeriodSeconds");
        if (grace.isNumber() && grace.longValue() <= 0) {
            checks.invalid(field + ".terminationGracePeriodSeconds", grace, "must be greater than 0");
        }
        if (grace.isNumber() && !once) {
            checks.invalid(field + ".terminationGracePeriodSeconds", grace, "must not be set for readinessProbes");
        }
        if (once && probe.path("successThreshold").asLong(1) != 1) {
            checks.invalid(field + ".successThreshold", probe.path("successThreshold"), "must be 1");
        }
    }

    private void handler(String field, JsonNode handler) {
        int given = 0;
        for (String kind : new String[] {"exec", "httpGet", "tcpSocket", "grpc", "sleep"}) {
            JsonNode action = handler.path(kind);
            if (!action.isObject()) {
                continue;
            }
            given++;
            if (given > 1) {
                checks.forbidden(field + "." + kind, "may not specify more than 1 handler type");
            } else {
                action(field + "." + kind, kind, action);
            }
        }
        if (given == 0) {
            checks.required(field, "must specify a handler type");
        }
    }

    private void action(String field, String kind, JsonNode action) {
        switch (kind) {
            case "exec" -> {
                if (action.path("command").isEmpty()) {
                    checks.required(field + ".command");
                }
            }
            case "httpGet" -> {
                checks.requiredText(field + ".path", action.path("path"));
                checks.portOrName(field + ".port", action.path("port"));
                checks.supported(field + ".scheme", action.path("scheme").asString(""), "HTTP", "HTTPS");
                JsonNode headers = action.path("httpHeaders");
                for (int i = 0; i < headers.size(); i++) {
                    String name = headers.get(i).path("name").asString("");
                    if (!name.matches("[-A-Za-z0-9]+")) {
                        checks.invalid(
                                field + ".httpHeaders",
                                name,
                                "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name',"
                                        + " regex used for validation is '[-A-Za-z0-9]+')");
                    }
                }
            }
            case "tcpSocket" -> checks.portOrName(field + ".port", action.path("port"));
            case "grpc" -> checks.port(field + ".port", action.path("port"));
            default -> {
                if (action.path("seconds").asLong(0) < 0) {
                    checks.invalid(field, action.path("seconds"), "must be non-negative");
                }
            }
        }
    }
}
