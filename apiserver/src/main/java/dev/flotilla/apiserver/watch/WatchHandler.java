package dev.flotilla.apiserver.watch;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.read.ObjectSource;
import dev.flotilla.apiserver.read.RecentSnapshots;
import dev.flotilla.apiserver.read.Selection;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Views;
import java.util.List;

/** Answers a request to watch a collection. */
public final class WatchHandler implements ResourceRequest.Answer {
    private final ObjectStore store;
    private final Freshness freshness;
    private final RecentSnapshots recent;
    private final ObjectSource source;
    private final SnapshotCatalog catalog;
    private final Views views;
    private final SharedEvents shared = new SharedEvents();

    public WatchHandler(
            ObjectStore store, RecentSnapshots recent, ObjectSource source, SnapshotCatalog catalog, Views views) {
        this.store = store;
        this.freshness = new Freshness(store);
        this.recent = recent;
        this.source = source;
        this.catalog = catalog;
        this.views = views;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        WatchOptions options = WatchOptions.parse(request.query());
        Snapshot snapshot =
                options.after().isEmpty() && options.fresh() ? freshness.notOlderThan("") : freshness.local();
        Watch watch = new Watch(
                store,
                source,
                recent,
                new Watch.Subject(
                        request.storage(), request.path().namespace(), Selection.of(request, catalog.at(snapshot))),
                shared.sharing(views.of(request, catalog.at(snapshot))),
                options,
                snapshot);
        return new ApiResponse.Events(
                List.of(new ApiResponse.Header(
                        "Content-Type", request.http().accept().choose().contentType())),
                watch);
    }
}
