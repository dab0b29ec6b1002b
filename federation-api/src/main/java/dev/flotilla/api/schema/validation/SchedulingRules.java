package dev.flotilla.api.schema.validation;

import tools.jackson.databind.JsonNode;

/** Where a pod may run: tolerations, affinity, spreading. */
final class SchedulingRules {
    private static final int WEIGHT_MAX = 100;
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private final Checks checks;

    SchedulingRules(Checks checks) {
        this.checks = checks;
    }

    void tolerations(String field, JsonNode tolerations) {
        for (int i = 0; i < tolerations.size(); i++) {
            toleration(field + "[" + i + "]", tolerations.get(i));
        }
    }

    private void toleration(String field, JsonNode toleration) {
        String key = toleration.path("key").asString("");
        String operator = toleration.path("operator").asString("");
        String value = toleration.path("value").asString("");
        JsonNode effect = toleration.path("effect");
        if (!key.isEmpty()) {
            checks.invalid(field + ".key", key, Names.qualifiedName(key));
        } else if (!operator.equals("Exists")) {
            String why = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            checks.invalid(field + ".operator", operator, why);
        }
        if (toleration.path("tolerationSeconds").isNumber()
                && !effect.asString("").equals("NoExecute")) {
            String why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
            checks.invalid(field + ".effect", effect.asString(""), why);
        }
        switch (operator) {
            case "", "Equal" -> {
                if (!Names.labelValue(value).isEmpty()) {
                    checks.invalid(field + ".operator", value, String.join(";", Names.labelValue(value)));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    checks.invalid(field + ".operator", value, "value must be empty when `operator` is 'Exists'");
                }
            }
            default -> checks.supported(field + ".operator", operator, "Equal", "Exists");
        }
        if (!effect.asString("").isEmpty()) {
            checks.supported(field + ".effect", effect.asString(""), "NoSchedule", "PreferNoSchedule", "NoExecute");
        }
    }

    void topologySpread(String field, JsonNode constraints) {
        for (int i = 0; i < constraints.size(); i++) {
            String at = field + "[" + i + "]";
            JsonNode constraint = constraints.get(i);
            String key = constraint.path("topologyKey").asString("");
            String otherwise = constraint.path("whenUnsatisfiable").asString("");
            if (constraint.path("maxSkew").asLong(0) <= 0) {
                checks.invalid(at + ".maxSkew", constraint.path("maxSkew"), "must be greater than zero");
            }
            if (key.isEmpty()) {
                checks.required(at + ".topologyKey", "can not be empty");
            } else {
                checks.invalid(at + ".topologyKey", key, Names.qualifiedName(key));
            }
            checks.supported(at + ".whenUnsatisfiable", otherwise, "DoNotSchedule", "ScheduleAnyway");
            if (repeats(constraints, i)) {
                checks.duplicate(at + ".{topologyKey, whenUnsatisfiable}", "{" + key + ", " + otherwise + "}");
            }
        }
    }

    private static boolean repeats(JsonNode constraints, int index) {
        for (int later = index + 1; later < constraints.size(); later++) {
            JsonNode one = constraints.get(index);
            JsonNode other = constraints.get(later);
            if (one.path("topologyKey").equals(other.path("topologyKey"))
                    && one.path("whenUnsatisfiable").equals(other.path("whenUnsatisfiable"))) {
                return true;
            }
        }
        return false;
    }

    void affinity(String field, JsonNode affinity) {
        JsonNode node = affinity.path("nodeAffinity");
        if (node.path(REQUIRED).isObject()) {
            String terms = field + ".nodeAffinity." + REQUIRED + ".nodeSelectorTerms";
            JsonNode list = node.path(REQUIRED).path("nodeSelectorTerms");
            if (list.isEmpty()) {
                checks.required(terms, "must have at least one node selector term");
            }
            for (int i = 0; i < list.size(); i++) {
                nodeTerm(terms + "[" + i + "]", list.get(i));
            }
        }
        JsonNode preferred = node.path(PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String at = field + ".nodeAffinity." + PREFERRED + "[" + i + "]";
            weight(at + ".weight", preferred.get(i).path("weight"));
            nodeTerm(at + ".preference", preferred.get(i).path("preference"));
        }
        for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
            pods(field + "." + kind, affinity.path(kind));
        }
    }

    private void weight(String field, JsonNode weight) {
        if (weight.asLong(0) < 1 || weight.asLong(0) > WEIGHT_MAX) {
            checks.invalid(field, weight, "must be in the range 1-100");
        }
    }

    private void nodeTerm(String field, JsonNode term) {
        JsonNode expressions = term.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            String at = field + ".matchExpressions[" + i + "]";
            JsonNode expression = expressions.get(i);
            String key = expression.path("key").asString("");
            int values = expression.path("values").size();
            switch (expression.path("operator").asString("")) {
                case "In", "NotIn" -> {
                    if (values == 0) {
                        checks.required(at + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (values > 0) {
                        String why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                        checks.forbidden(at + ".values", why);
                    }
                }
                case "Gt", "Lt" -> {
                    if (values != 1) {
                        checks.required(
                                at + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                    }
                }
                default -> {
                    String operator = expression.path("operator").asString("");
                    checks.invalid(at + ".operator", operator, "not a valid selector operator");
                }
            }
            checks.invalid(at + ".key", key, Names.qualifiedName(key));
        }
    }

    private void pods(String field, JsonNode affinity) {
        JsonNode required = affinity.path(REQUIRED);
        for (int i = 0; i < required.size(); i++) {
            podTerm(field + "." + REQUIRED + "[" + i + "]", required.get(i));
        }
        JsonNode preferred = affinity.path(PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String at = field + "." + PREFERRED + "[" + i + "]";
            weight(at + ".weight", preferred.get(i).path("weight"));
            podTerm(at + ".podAffinityTerm", preferred.get(i).path("podAffinityTerm"));
        }
    }

    private void podTerm(String field, JsonNode term) {
        SelectorRules selectors = new SelectorRules(checks);
        for (String selector : new String[] {"labelSelector", "namespaceSelector"}) {
            if (term.path(selector).isObject()) {
                selectors.check(field + "." + selector, term.path(selector));
            }
        }
        String key = term.path("topologyKey").asString("");
        if (key.isEmpty()) {
            checks.required(field + ".topologyKey", "can not be empty");
        }
        checks.invalid(field + ".topologyKey", key, Names.qualifiedName(key));
    }
}
