package dev.flotilla.api.schema.definition;

import dev.flotilla.api.schema.validation.Names;
import dev.flotilla.api.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How versions are converted into each other. */
final class ConversionRules {
    private static final Set<String> REVIEWS = Set.of("v1", "v1beta1");

    private ConversionRules() {}

    static void check(JsonNode conversion, List<FieldError> errors) {
        if (conversion.isMissingNode()) {
            return;
        }
        String strategy = conversion.path("strategy").asString("");
        if (strategy.isEmpty()) {
            errors.add(FieldError.required("spec.conversion.strategy", ""));
        } else if (!strategy.equals("None") && !strategy.equals("Webhook")) {
            errors.add(FieldError.notSupported("spec.conversion.strategy", strategy, List.of("None", "Webhook")));
        }
        if (strategy.equals("Webhook")) {
            webhook(conversion, errors);
        } else {
            JsonNode webhook = conversion.path("webhook");
            String unset = "should not be set when strategy is not set to Webhook";
            if (webhook.has("clientConfig")) {
                errors.add(FieldError.forbidden("spec.conversion.webhookClientConfig", unset));
            }
            if (!webhook.path("conversionReviewVersions").isEmpty()) {
                errors.add(FieldError.forbidden("spec.conversion.conversionReviewVersions", unset));
            }
        }
    }

    private static void webhook(JsonNode conversion, List<FieldError> errors) {
        JsonNode client = conversion.path("webhook").path("clientConfig");
        String path = "spec.conversion.webhookClientConfig";
        if (client.isMissingNode()) {
            errors.add(FieldError.required(path, "required when strategy is set to Webhook"));
        } else if (client.has("url") == client.has("service")) {
            errors.add(FieldError.required(path, "exactly one of url or service is required"));
        } else if (client.has("url") && !client.path("url").asString("").startsWith("https://")) {
            errors.add(FieldError.invalid(
                    path + ".url",
                    "\"" + client.path("url").asString("").replaceFirst(":.*", "") + "\"",
                    "'https' is the only allowed URL scheme; desired format: https://host[/path]"));
        }
        reviews(conversion.path("webhook").path("conversionReviewVersions"), errors);
    }

    private static void reviews(JsonNode versions, List<FieldError> errors) {
        String path = "spec.conversion.conversionReviewVersions";
        if (versions.isEmpty()) {
            errors.add(FieldError.required(path, ""));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i).asString("");
            String at = path + "[" + i + "]";
            if (!seen.add(version)) {
                errors.add(FieldError.invalid(at, Shown.text(version), "duplicate version"));
                continue;
            }
            Names.dns1035Label(version).forEach(why -> errors.add(FieldError.invalid(at, Shown.text(version), why)));
        }
        if (seen.stream().noneMatch(REVIEWS::contains)) {
            errors.add(FieldError.invalid(path, Shown.json(versions), "must include at least one of v1, v1beta1"));
        }
    }
}
