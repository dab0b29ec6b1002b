package dev.flotilla.apiserver.conversion;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.outbound.CallFailure;
import dev.flotilla.apiserver.outbound.Target;
import dev.flotilla.apiserver.outbound.WebhookClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls conversion webhooks over HTTPS, trusting the authorities that each names. Thread-safe. */
final class ConversionWebhook {
    private static final int CALL_SECONDS_MAX = 30;
    private static final int ANSWER_BYTES_MAX = 16 << 20;
    private static final int HTTPS = 443;

    private final WebhookClient client;
    private final Supplier<Snapshot> snapshots;

    /** @param snapshots where webhooks that are named as a Service are looked up */
    ConversionWebhook(WebhookClient client, Supplier<Snapshot> snapshots) {
        this.client = client;
        this.snapshots = snapshots;
    }

    /**
     * @param hook a definition's {@code spec.conversion.webhook}
     * @throws StatusException 500 in kube-apiserver's words
     */
    List<ObjectNode> convert(JsonNode hook, List<ObjectNode> objects, String desired) {
        ObjectNode first = objects.getFirst();
        String kind = first.path("apiVersion").asString("") + ", Kind="
                + first.path("kind").asString("");
        String version = hook.path("conversionReviewVersions")
                .valueStream()
                .map(each -> each.asString(""))
                .filter(each -> each.equals("v1") || each.equals("v1beta1"))
                .findFirst()
                .orElseThrow(() -> internal("no supported conversion review versions"));
        String uid = UUID.randomUUID().toString();
        JsonNode answer =
                call(hook.path("clientConfig"), ConversionReview.request(version, uid, objects, desired), kind);
        try {
            return ConversionReview.read(answer, version, uid, objects, desired, kind);
        } catch (ConversionReview.UnusableException unusable) {
            throw internal(String.valueOf(unusable.getMessage()));
        }
    }

    private JsonNode call(JsonNode config, ObjectNode review, String kind) {
        String failed = "conversion webhook for " + kind + " failed: ";
        try {
            WebhookClient.Call call = new WebhookClient.Call(
                    target(config),
                    config.path("caBundle").asString("").strip(),
                    CALL_SECONDS_MAX,
                    Duration.ofSeconds(CALL_SECONDS_MAX),
                    ANSWER_BYTES_MAX);
            return client.post(call, review);
        } catch (CallFailure failure) {
            throw internal(failed + failure.reason());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw internal(failed + "the server is shutting down");
        }
    }

    private Target target(JsonNode config) throws CallFailure {
        String url = config.path("url").asString("");
        if (!url.isEmpty()) {
            return Target.url(url);
        }
        JsonNode service = config.path("service");
        return Target.service(
                snapshots.get(),
                service.path("namespace").asString(""),
                service.path("name").asString(""),
                service.path("port").asInt(HTTPS),
                service.path("path").asString(""),
                CALL_SECONDS_MAX);
    }

    private static StatusException internal(String message) {
        return new StatusError(500, "", message, Optional.empty()).exception();
    }
}
