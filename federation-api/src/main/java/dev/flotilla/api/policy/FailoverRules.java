package dev.flotilla.api.policy;

import dev.flotilla.api.status.FieldError;
import java.util.List;

/** What a failover behaviour must not say. */
final class FailoverRules {
    private static final String APPLICATION = "spec.failover.application";

    private FailoverRules() {}

    static void check(PropagationSpec spec, List<FieldError> errors) {
        if (spec.failover() == null || spec.failover().application() == null) {
            return;
        }
        Failover.Application application = spec.failover().application();
        if (!Boolean.TRUE.equals(spec.propagateDeps())) {
            errors.add(FieldError.invalid(
                    "spec.propagateDeps", "false", "application failover is set, propagateDeps must be true"));
        }
        seconds(application, errors);
        grace(application, errors);
    }

    private static void seconds(Failover.Application application, List<FieldError> errors) {
        Failover.DecisionConditions conditions = application.decisionConditions();
        Integer seconds = conditions == null ? null : conditions.tolerationSeconds();
        if (seconds != null && seconds < 0) {
            errors.add(FieldError.invalid(
                    APPLICATION + ".decisionConditions.tolerationSeconds",
                    "" + seconds,
                    "must be greater than or equal to 0"));
        }
    }

    private static void grace(Failover.Application application, List<FieldError> errors) {
        boolean gracefully = application.purgeMode() == null || application.purgeMode() == PurgeMode.GRACEFULLY;
        Integer grace = application.gracePeriodSeconds();
        String path = APPLICATION + ".gracePeriodSeconds";
        if (gracefully && grace == null) {
            errors.add(FieldError.required(path, "it is needed when purgeMode is Gracefully"));
        } else if (!gracefully && grace != null) {
            errors.add(FieldError.invalid(path, "" + grace, "only takes effect when purgeMode is Gracefully"));
        } else if (grace != null && grace <= 0) {
            errors.add(FieldError.invalid(path, "" + grace, "must be greater than 0"));
        }
    }
}
