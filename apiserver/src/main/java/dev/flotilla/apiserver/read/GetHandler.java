package dev.flotilla.apiserver.read;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Views;

/** Answers a request for one object. */
public final class GetHandler implements ResourceRequest.Answer {
    private final Freshness freshness;
    private final ObjectSource source;
    private final SnapshotCatalog catalog;
    private final Views views;

    public GetHandler(Freshness freshness, ObjectSource source, SnapshotCatalog catalog, Views views) {
        this.freshness = freshness;
        this.source = source;
        this.catalog = catalog;
        this.views = views;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        Snapshot snapshot = freshness.notOlderThan(request.query().text("resourceVersion"));
        StoredObject object = source.get(snapshot, request.key())
                .orElseThrow(() -> StatusError.notFound(
                                request.type().resource(), request.path().name())
                        .exception());
        byte[] body = views.of(request, catalog.at(snapshot)).object(object);
        return ApiResponse.of(200, request.http().accept().choose().contentType(), body);
    }
}
