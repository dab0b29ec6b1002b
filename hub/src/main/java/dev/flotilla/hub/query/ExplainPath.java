package dev.flotilla.hub.query;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.placement.binding.BindingKeys;
import java.time.InstantSource;

/**
 * {@code GET /explain?resource=deployments.apps&namespace=shop&name=web}: where a workload is and why, and of every
 * cluster why it is or is not there, decided anew over everything acknowledged before the question. For whoever may get
 * the object and its binding.
 */
public final class ExplainPath implements Handler {
    public static final String PATH = "/explain";

    private final ObjectStore store;
    private final Authorizer authorizer;
    private final InstantSource clock;
    private final Explanations explanations = new Explanations();

    public ExplainPath(ObjectStore store, Authorizer authorizer, InstantSource clock) {
        this.store = store;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Methods.require("GET", request);
        ObjectKey key = ObjectQuery.key(request);
        ObjectQuery.authorize(authorizer, request.user(), "get", key.resource(), key.namespace(), key.name());
        Snapshot snapshot = ObjectQuery.latest(store);
        String kind = snapshot.get(key)
                .map(object -> object.head().kind())
                .orElseThrow(
                        () -> StatusError.notFound(key.resource(), key.name()).exception());
        ObjectKey binding = BindingKeys.of(key, kind);
        ObjectQuery.authorize(
                authorizer, request.user(), "get", binding.resource(), binding.namespace(), binding.name());
        return ApiResponse.json(
                200,
                RecordJson.write(explanations
                        .of(snapshot, key, clock.instant())
                        .orElseThrow(() ->
                                StatusError.notFound(key.resource(), key.name()).exception())));
    }
}
