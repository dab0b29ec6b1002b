package dev.flotilla.apiserver.admission;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.outbound.CallFailure;
import dev.flotilla.apiserver.request.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks the validating webhooks, all at once, and waits for all; the first refusal in their order counts. */
final class ValidatingWebhooks {
    private final WebhookCalls calls;

    ValidatingWebhooks(WebhookCalls calls) {
        this.calls = calls;
    }

    /** What became of one call. */
    private record Outcome(Optional<ReviewAnswer> answer, Optional<StatusError> refusal) {}

    /** @throws StatusException what a webhook refuses with, or a failure that is not to be ignored */
    void admit(List<Webhook> webhooks, AdmissionRequest request, Snapshot snapshot, Matching.Surroundings around) {
        List<Invocation> invocations = new ArrayList<>();
        for (Webhook webhook : webhooks) {
            calls.invocation(webhook, request, snapshot, around).ifPresent(invocations::add);
        }
        if (invocations.isEmpty()) {
            return;
        }
        List<Outcome> outcomes = invocations.size() == 1
                ? List.of(outcome(invocations.getFirst(), request, snapshot))
                : all(invocations, request, snapshot);
        for (Outcome outcome : outcomes) {
            outcome.answer().ifPresent(answer -> {
                answer.annotations().forEach(Remarks::annotate);
                answer.warnings().forEach(Remarks::warn);
            });
        }
        outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .findFirst()
                .ifPresent(refusal -> {
                    throw refusal.exception();
                });
    }

    private List<Outcome> all(List<Invocation> invocations, AdmissionRequest request, Snapshot snapshot) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> running = invocations.stream()
                    .map(each -> threads.submit(() -> outcome(each, request, snapshot)))
                    .toList();
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> each : running) {
                outcomes.add(each.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a webhook's call must not fail exceptionally", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw StatusError.unavailable("the server is shutting down", 1).exception();
        }
    }

    private Outcome outcome(Invocation invocation, AdmissionRequest request, Snapshot snapshot) {
        try {
            ReviewAnswer answer = calls.call(invocation, request, snapshot, false);
            return new Outcome(Optional.of(answer), answer.refusal());
        } catch (CallFailure failure) {
            return new Outcome(Optional.empty(), WebhookCalls.refusal(invocation.webhook(), failure));
        } catch (StatusException refused) {
            return new Outcome(Optional.empty(), Optional.of(refused.status()));
        }
    }
}
