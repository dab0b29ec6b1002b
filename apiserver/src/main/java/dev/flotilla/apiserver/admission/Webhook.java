package dev.flotilla.apiserver.admission;

import dev.flotilla.apiserver.admission.policy.MatchConditions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/**
 * One webhook of one configuration.
 *
 * @param ignoresFailure a call that fails is as good as an allowance
 * @param reinvocable it is called again if a later one has changed the object
 * @param dryRunnable it says that it has no side effects, at least in a dry run
 * @param reviewVersion the first of its AdmissionReview versions that is understood; empty if none is
 * @param slots of calls at a time: one that hangs must not hold up others
 */
record Webhook(
        String configuration,
        String name,
        Matching matching,
        MatchConditions conditions,
        boolean ignoresFailure,
        boolean reinvocable,
        boolean dryRunnable,
        Optional<String> reviewVersion,
        int timeoutSeconds,
        Address address,
        Semaphore slots) {
    private static final int CALLS_MAX = 100;
    private static final int TIMEOUT_SECONDS = 10;
    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");

    /** Where it is called, and whom to believe there. */
    sealed interface Address {
        /** PEM, base64-encoded; empty for the authorities that Java itself knows. */
        String caBundle();

        record Url(String url, String caBundle) implements Address {}

        record Service(String namespace, String name, int port, String path, String caBundle) implements Address {}
    }

    static Webhook of(String configuration, JsonNode webhook) {
        String sideEffects = webhook.path("sideEffects").asString("");
        return new Webhook(
                configuration,
                webhook.path("name").asString(""),
                Matching.of(webhook.path("rules"), webhook.path("excludeResourceRules"), webhook),
                MatchConditions.of(webhook.path("matchConditions"), false),
                webhook.path("failurePolicy").asString("").equals("Ignore"),
                webhook.path("reinvocationPolicy").asString("").equals("IfNeeded"),
                sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"),
                Labels.strings(webhook.path("admissionReviewVersions")).stream()
                        .filter(REVIEW_VERSIONS::contains)
                        .findFirst(),
                webhook.path("timeoutSeconds").asInt(TIMEOUT_SECONDS),
                address(webhook.path("clientConfig")),
                new Semaphore(CALLS_MAX));
    }

    private static Address address(JsonNode config) {
        String caBundle = config.path("caBundle").asString("");
        JsonNode service = config.path("service");
        return service.isObject()
                ? new Address.Service(
                        service.path("namespace").asString(""),
                        service.path("name").asString(""),
                        service.path("port").asInt(443),
                        service.path("path").asString(""),
                        caBundle)
                : new Address.Url(config.path("url").asString(""), caBundle);
    }
}
