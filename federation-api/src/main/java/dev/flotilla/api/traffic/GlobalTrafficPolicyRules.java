package dev.flotilla.api.traffic;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.policy.PlacementRules;
import dev.flotilla.api.schema.validation.Names;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.Backend;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.SiteWeight;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.Strategy;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec.StrategyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a GlobalTrafficPolicy must not say. */
public final class GlobalTrafficPolicyRules implements KindRules {
    public static final KindRules RULES = new GlobalTrafficPolicyRules();
    private static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
    private static final Duration INTERVAL_MAX = Duration.ofHours(24);
    private static final String STRATEGY = "spec.strategy";

    private GlobalTrafficPolicyRules() {}

    @Override
    public List<FieldError> validate(ObjectNode policy, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        GlobalTrafficPolicySpec spec = GlobalTrafficPolicySpec.of(policy);
        hostnames(spec.hostnames(), errors);
        backends(spec, errors);
        strategy(spec, errors);
        if (spec.shift() != null) {
            interval(spec.shift().interval(), errors);
        }
        return errors;
    }

    private static void hostnames(List<String> hostnames, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < hostnames.size(); index++) {
            String at = "spec.hostnames[" + index + "]";
            String hostname = hostnames.get(index);
            String name = hostname.startsWith("*.") ? hostname.substring(2) : hostname;
            List<String> problems = new ArrayList<>(Names.dnsSubdomain(name));
            for (String label : name.split("\\.", -1)) {
                if (label.length() > 63) {
                    problems.add("no part between dots may be longer than 63 characters");
                }
            }
            problems.forEach(problem -> errors.add(FieldError.invalid(at, quoted(hostname), problem)));
            if (!seen.add(hostname)) {
                errors.add(FieldError.duplicate(at, quoted(hostname)));
            }
        }
    }

    private static void backends(GlobalTrafficPolicySpec spec, List<FieldError> errors) {
        Set<String> names = new HashSet<>();
        for (int index = 0; index < spec.backends().size(); index++) {
            Backend backend = spec.backends().get(index);
            String at = "spec.backends[" + index + "]";
            Names.dnsLabel(backend.name())
                    .forEach(problem -> errors.add(FieldError.invalid(at + ".name", quoted(backend.name()), problem)));
            Names.dnsLabel(backend.service())
                    .forEach(problem ->
                            errors.add(FieldError.invalid(at + ".service", quoted(backend.service()), problem)));
            if (!names.add(backend.name())) {
                errors.add(FieldError.duplicate(at + ".name", quoted(backend.name())));
            }
            PlacementRules.affinity(backend.clusterAffinity(), at + ".clusterAffinity", errors);
            unused(spec.strategyType(), backend, at, errors);
        }
    }

    /** What the strategy would ignore is refused. */
    private static void unused(StrategyType type, Backend backend, String at, List<FieldError> errors) {
        if (type != StrategyType.WEIGHTED && backend.weight() != null) {
            errors.add(FieldError.forbidden(at + ".weight", "only strategy Weighted goes by weights"));
        }
        if (type == StrategyType.FAILOVER && backend.priority() != null) {
            errors.add(FieldError.forbidden(
                    at + ".priority", "with strategy Failover the order of sites is strategy.failover.order"));
        }
    }

    private static void strategy(GlobalTrafficPolicySpec spec, List<FieldError> errors) {
        @Nullable Strategy strategy = spec.strategy();
        if (strategy == null || strategy.type() == null) {
            return;
        }
        if (strategy.type() == StrategyType.FAILOVER && strategy.failover() == null) {
            errors.add(FieldError.required(STRATEGY + ".failover", "say in which order sites take over"));
        }
        if (strategy.type() != StrategyType.FAILOVER && strategy.failover() != null) {
            errors.add(FieldError.forbidden(STRATEGY + ".failover", "only strategy Failover has an order"));
        }
        if (strategy.type() != StrategyType.WEIGHTED && !strategy.weights().isEmpty()) {
            errors.add(FieldError.forbidden(STRATEGY + ".weights", "only strategy Weighted goes by weights"));
        }
        weights(strategy.weights(), errors);
        order(spec.failover().order(), errors);
    }

    private static void weights(List<SiteWeight> weights, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < weights.size(); index++) {
            SiteWeight weight = weights.get(index);
            String at = STRATEGY + ".weights[" + index + "]";
            if (weight.cluster().isEmpty() == weight.region().isEmpty()) {
                errors.add(FieldError.invalid(
                        at, quoted(weight.cluster() + weight.region()), "name either a cluster or a region"));
            } else if (!seen.add(weight.cluster() + "/" + weight.region())) {
                errors.add(FieldError.duplicate(at, quoted(weight.cluster() + weight.region())));
            }
        }
    }

    private static void order(List<String> order, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < order.size(); index++) {
            String at = STRATEGY + ".failover.order[" + index + "]";
            if (order.get(index).isEmpty()) {
                errors.add(FieldError.required(at, "name a cluster or a region"));
            } else if (!seen.add(order.get(index))) {
                errors.add(FieldError.duplicate(at, quoted(order.get(index))));
            }
        }
    }

    private static void interval(String text, List<FieldError> errors) {
        Spans.parse(text)
                .filter(interval -> interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0)
                .ifPresent(_ -> errors.add(
                        FieldError.invalid("spec.shift.interval", quoted(text), "must be between 1s and 24h")));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
