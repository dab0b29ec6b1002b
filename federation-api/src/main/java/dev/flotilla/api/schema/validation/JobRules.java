package dev.flotilla.api.schema.validation;

import java.time.ZoneId;
import tools.jackson.databind.JsonNode;

/** What runs to an end: Job and CronJob. */
final class JobRules {
    private final Checks checks;
    private final PodRules pods;

    JobRules(Checks checks) {
        this.checks = checks;
        pods = new PodRules(checks);
    }

    void job(String field, JsonNode spec) {
        for (String number : new String[] {
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes"
        }) {
            checks.nonNegative(field + "." + number, spec.path(number));
        }
        String mode = spec.path("completionMode").asString("");
        if (!mode.isEmpty()) {
            checks.supported(field + ".completionMode", mode, "NonIndexed", "Indexed");
        }
        if (mode.equals("Indexed") && !spec.path("completions").isNumber()) {
            checks.required(field + ".completions", "when completion mode is Indexed");
        }
        if (spec.path("manualSelector").asBoolean(false)) {
            SelectorRules selectors = new SelectorRules(checks);
            JsonNode selector = spec.path("selector");
            if (selector.isObject()) {
                boolean valid = selectors.check(field + ".selector", selector);
                selectors.matchesTemplate(
                        field + ".selector", selector, spec.path("template"), field + ".template", valid);
            } else {
                checks.required(field + ".selector");
            }
        }
        pods.template(field + ".template", spec.path("template"));
        String restart =
                spec.path("template").path("spec").path("restartPolicy").asString("");
        if (restart.equals("Always")) {
            checks.required(field + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        }
    }

    void jobStays(JsonNode before, JsonNode now) {
        boolean indexed = now.path("completionMode").asString("").equals("Indexed");
        if (!indexed) {
            checks.immutable("spec.completions", before.path("completions"), now.path("completions"));
        }
        checks.immutable("spec.selector", before.path("selector"), now.path("selector"));
        checks.immutable("spec.template", before.path("template"), now.path("template"));
        checks.immutable("spec.completionMode", before.path("completionMode"), now.path("completionMode"));
    }

    void cronJob(JsonNode spec) {
        String schedule = spec.path("schedule").asString("");
        if (schedule.isEmpty()) {
            checks.required("spec.schedule");
        } else if (schedule.contains("TZ")) {
            String why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
            checks.invalid("spec.schedule", schedule, why);
        } else {
            CronSchedule.complaint(schedule).ifPresent(why -> checks.invalid("spec.schedule", schedule, why));
        }
        JsonNode zone = spec.path("timeZone");
        if (zone.isString() && !ZoneId.getAvailableZoneIds().contains(zone.asString())) {
            String why = zone.asString().isEmpty()
                    ? "timeZone must be nil or non-empty string"
                    : "unknown time zone " + zone.asString();
            checks.invalid("spec.timeZone", zone.asString(), why);
        }
        checks.nonNegative("spec.startingDeadlineSeconds", spec.path("startingDeadlineSeconds"));
        String concurrency = spec.path("concurrencyPolicy").asString("");
        checks.supported("spec.concurrencyPolicy", concurrency, "Allow", "Forbid", "Replace");
        job("spec.jobTemplate.spec", spec.path("jobTemplate").path("spec"));
        checks.nonNegative("spec.successfulJobsHistoryLimit", spec.path("successfulJobsHistoryLimit"));
        checks.nonNegative("spec.failedJobsHistoryLimit", spec.path("failedJobsHistoryLimit"));
    }
}
