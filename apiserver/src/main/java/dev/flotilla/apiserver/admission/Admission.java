package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.outbound.WebhookClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks everybody who has a say in a client's write. Where no webhook and no policy is configured it costs a comparison.
 * It blocks, so it is called on a request's virtual thread, and never inside of a fold. Thread-safe.
 */
public final class Admission {
    private final SnapshotCatalog catalog;
    private final Policies policies;
    private final MutatingWebhooks mutating;
    private final ValidatingWebhooks validating;
    private final Configurations<Webhook> mutatingWebhooks = Configurations.ofWebhooks("mutatingwebhookconfigurations");
    private final Configurations<Webhook> validatingWebhooks =
            Configurations.ofWebhooks("validatingwebhookconfigurations");

    public Admission(WebhookClient client, SnapshotCatalog catalog, Authorizer authorizer) {
        this.catalog = catalog;
        CelInputs inputs = new CelInputs(authorizer);
        WebhookCalls calls = new WebhookCalls(client, inputs);
        this.policies = new Policies(catalog, inputs);
        this.mutating = new MutatingWebhooks(calls);
        this.validating = new ValidatingWebhooks(calls);
    }

    /** Whether anybody at all is to be asked at this snapshot. */
    public boolean configured(Snapshot snapshot) {
        return !mutatingWebhooks.at(snapshot).isEmpty()
                || !validatingWebhooks.at(snapshot).isEmpty()
                || policies.configured(snapshot);
    }

    /**
     * @param defaults completes an object that somebody has changed; the tree is its own
     * @return the object as it is to be: the same tree if nobody changed it; empty for a deletion
     * @throws dev.flotilla.api.status.StatusException if somebody refuses
     */
    public Optional<ObjectNode> mutate(
            Snapshot snapshot, AdmissionRequest request, UnaryOperator<ObjectNode> defaults) {
        List<Webhook> webhooks = mutatingWebhooks.at(snapshot);
        if (webhooks.isEmpty() || request.exempt()) {
            return request.object();
        }
        return mutating.admit(webhooks, request, snapshot, around(snapshot), defaults);
    }

    /** @throws dev.flotilla.api.status.StatusException if somebody refuses */
    public void validate(Snapshot snapshot, AdmissionRequest request) {
        if (request.exempt()) {
            return;
        }
        if (policies.configured(snapshot)) {
            policies.admit(request, snapshot, around(snapshot));
        }
        List<Webhook> webhooks = validatingWebhooks.at(snapshot);
        if (!webhooks.isEmpty()) {
            validating.admit(webhooks, request, snapshot, around(snapshot));
        }
    }

    private Matching.Surroundings around(Snapshot snapshot) {
        return new Matching.Surroundings() {
            @Override
            public Optional<Map<String, String>> namespaceLabels(String namespace) {
                return snapshot.get(ObjectKey.of("", "namespaces", "", namespace))
                        .map(object -> Labels.of(object.tree()));
            }

            @Override
            public List<ResourceType> versions(ResourceType type) {
                return catalog.at(snapshot).all().stream()
                        .filter(each -> each.resource().equals(type.resource()))
                        .toList();
            }
        };
    }
}
