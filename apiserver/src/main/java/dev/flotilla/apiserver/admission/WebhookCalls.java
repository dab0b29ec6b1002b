package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.admission.policy.MatchConditions;
import dev.flotilla.apiserver.outbound.CallFailure;
import dev.flotilla.apiserver.outbound.Target;
import dev.flotilla.apiserver.outbound.WebhookClient;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One webhook's part in one request: whether it is called, the call, and what a failure of it means. */
final class WebhookCalls {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookCalls.class);
    private static final int ANSWER_BYTES_MAX = 4 << 20;

    private final WebhookClient client;
    private final CelInputs inputs;

    WebhookCalls(WebhookClient client, CelInputs inputs) {
        this.client = client;
        this.inputs = inputs;
    }

    /**
     * @return empty if the webhook does not want to be asked
     * @throws dev.flotilla.api.status.StatusException if that cannot be told, and failures are not to be ignored
     */
    Optional<Invocation> invocation(
            Webhook webhook, AdmissionRequest request, Snapshot snapshot, Matching.Surroundings around) {
        return webhook.matching()
                .match(request, around)
                .filter(as -> wanted(webhook, request, as, snapshot))
                .map(as -> new Invocation(webhook, as));
    }

    private boolean wanted(Webhook webhook, AdmissionRequest request, ResourceType as, Snapshot snapshot) {
        if (webhook.conditions().isEmpty()) {
            return true;
        }
        return switch (webhook.conditions().judge(inputs.of(request, as, snapshot, Optional.empty()))) {
            case MatchConditions.Verdict.Plain.HOLD -> true;
            case MatchConditions.Verdict.Plain.DO_NOT_HOLD -> false;
            case MatchConditions.Verdict.Unknown(String why) -> {
                if (webhook.ignoresFailure()) {
                    yield false;
                }
                throw StatusError.forbidden(request.type().resource(), request.name(), why)
                        .exception();
            }
        };
    }

    /** @throws dev.flotilla.api.status.StatusException 400 for a dry run that would have side effects */
    ReviewAnswer call(Invocation invocation, AdmissionRequest request, Snapshot snapshot, boolean mutating)
            throws CallFailure {
        Webhook webhook = invocation.webhook();
        if (request.dryRun() && !webhook.dryRunnable()) {
            throw StatusError.badRequest("admission webhook \"" + webhook.name() + "\" does not support dry run")
                    .exception();
        }
        String version = webhook.reviewVersion()
                .orElseThrow(() -> new CallFailure("could not create admission objects: webhook does not accept"
                        + " known AdmissionReview versions (v1, v1beta1)"));
        String uid = UUID.randomUUID().toString();
        JsonNode review =
                post(webhook, target(webhook, snapshot), ReviewBody.of(request, invocation.as(), version, uid));
        return ReviewAnswer.of(webhook, review, version, uid, mutating);
    }

    private static Target target(Webhook webhook, Snapshot snapshot) throws CallFailure {
        return switch (webhook.address()) {
            case Webhook.Address.Url(String url, String _) -> Target.url(url);
            case Webhook.Address.Service(String namespace, String name, int port, String path, String _) ->
                Target.service(snapshot, namespace, name, port, path, webhook.timeoutSeconds());
        };
    }

    private JsonNode post(Webhook webhook, Target target, ObjectNode review) throws CallFailure {
        int seconds = webhook.timeoutSeconds();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            if (!webhook.slots().tryAcquire(seconds, TimeUnit.SECONDS)) {
                throw CallFailure.calling("too many calls to it are unanswered; see whether it hangs");
            }
            try {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                return client.post(
                        new WebhookClient.Call(target, webhook.address().caBundle(), seconds, left, ANSWER_BYTES_MAX),
                        review);
            } finally {
                webhook.slots().release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw CallFailure.calling("the server is shutting down");
        }
    }

    /** @return the refusal that a failed call is; empty if the webhook's failures are ignored */
    static Optional<StatusError> refusal(Webhook webhook, CallFailure failure) {
        if (webhook.ignoresFailure()) {
            LOG.atWarn()
                    .addKeyValue("webhook", webhook.name())
                    .addKeyValue("reason", failure.getMessage())
                    .log("webhook failed and is ignored, as its failurePolicy says");
            return Optional.empty();
        }
        return Optional.of(
                StatusError.internal("failed calling webhook \"" + webhook.name() + "\": " + failure.getMessage()));
    }
}
