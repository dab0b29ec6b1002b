package dev.flotilla.apiserver.admission;

import dev.flotilla.api.patch.JsonPatch;
import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.outbound.CallFailure;
import dev.flotilla.apiserver.request.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the mutating webhooks one after the other, each of them about the object as the one before has left it. Those
 * that want it are asked once more if a later one has changed the object.
 */
final class MutatingWebhooks {
    private final WebhookCalls calls;

    MutatingWebhooks(WebhookCalls calls) {
        this.calls = calls;
    }

    /** A request on its way through the webhooks. */
    private static final class Passage {
        AdmissionRequest request;
        boolean changed;
        final List<Integer> called = new ArrayList<>();
        final Set<Integer> again = new TreeSet<>();

        Passage(AdmissionRequest request) {
            this.request = request;
        }

        void changed(ObjectNode object) {
            request = request.becoming(object);
            changed = true;
            again.addAll(called);
            called.clear();
        }
    }

    /**
     * @param defaults completes an object that a webhook has changed
     * @return the object as it is to be: the same tree if nobody changed it; empty for a deletion
     * @throws StatusException what a webhook refuses with, or a failure that is not to be ignored
     */
    Optional<ObjectNode> admit(
            List<Webhook> webhooks,
            AdmissionRequest request,
            Snapshot snapshot,
            Matching.Surroundings around,
            UnaryOperator<ObjectNode> defaults) {
        Passage passage = new Passage(request);
        for (int index = 0; index < webhooks.size(); index++) {
            boolean asked = ask(passage, webhooks.get(index), snapshot, around, defaults, 0, index);
            if (asked && webhooks.get(index).reinvocable()) {
                passage.called.add(index);
            }
        }
        for (int index : List.copyOf(passage.again)) {
            ask(passage, webhooks.get(index), snapshot, around, defaults, 1, index);
        }
        return passage.request.object();
    }

    private boolean ask(
            Passage passage,
            Webhook webhook,
            Snapshot snapshot,
            Matching.Surroundings around,
            UnaryOperator<ObjectNode> defaults,
            int round,
            int index) {
        Optional<Invocation> invocation = calls.invocation(webhook, passage.request, snapshot, around);
        if (invocation.isEmpty()) {
            return false;
        }
        boolean before = passage.changed;
        passage.changed = false;
        try {
            ReviewAnswer answer = calls.call(invocation.get(), passage.request, snapshot, true);
            answer.annotations().forEach(Remarks::annotate);
            answer.warnings().forEach(Remarks::warn);
            answer.refusal().ifPresent(refusal -> {
                throw refusal.exception();
            });
            patched(answer, invocation.get(), passage.request)
                    .map(defaults)
                    .filter(object ->
                            !JsonTrees.same(object, passage.request.object().orElseThrow()))
                    .ifPresent(passage::changed);
        } catch (CallFailure failure) {
            WebhookCalls.refusal(webhook, failure).ifPresent(refusal -> {
                throw refusal.exception();
            });
            Remarks.annotate(
                    "failed-open.mutation.webhook.admission.k8s.io/round_" + round + "_index_" + index, webhook.name());
        } finally {
            annotate(webhook, passage.changed, round, index);
            passage.changed |= before;
        }
        return true;
    }

    private static ObjectNode applied(ObjectNode object, JsonNode operations) {
        try {
            return JsonPatch.apply(object, operations);
        } catch (StatusException refused) {
            throw StatusError.internal(PatchFailure.text(object, operations, refused))
                    .exception();
        }
    }

    private static void annotate(Webhook webhook, boolean mutated, int round, int index) {
        Remarks.annotate(
                "mutation.webhook.admission.k8s.io/round_" + round + "_index_" + index,
                "{\"configuration\":\"" + webhook.configuration() + "\",\"webhook\":\"" + webhook.name()
                        + "\",\"mutated\":" + mutated + "}");
    }

    private static Optional<ObjectNode> patched(ReviewAnswer answer, Invocation invocation, AdmissionRequest request)
            throws CallFailure {
        if (answer.patch().length == 0) {
            return Optional.empty();
        }
        JsonNode operations = answer.operations();
        if (operations.isEmpty() && operations.isArray()) {
            return Optional.empty();
        }
        ObjectNode object = request.object()
                .orElseThrow(() -> StatusError.internal("admission webhook \""
                                + invocation.webhook().name()
                                + "\" attempted to modify the object, which is not supported for this operation")
                        .exception());
        ObjectNode seen = request.converted(object, invocation.as());
        ObjectNode patched = applied(seen, operations);
        try {
            Gvk kind = request.kind();
            patched.put("apiVersion", kind.apiVersion());
            Expected expected = kind.equals(Gvk.of(request.type()))
                    ? Expected.of(request.type())
                    : Expected.builtIn(kind.apiVersion(), kind.kind());
            return Optional.of(Decoder.decode(patched, expected).object());
        } catch (StatusException refused) {
            throw StatusError.internal(refused.status().message()).exception();
        }
    }
}
