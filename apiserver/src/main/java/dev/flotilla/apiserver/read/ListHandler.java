package dev.flotilla.apiserver.read;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.View;
import dev.flotilla.apiserver.view.Views;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers a request for a collection, page by page from one snapshot. */
public final class ListHandler implements ResourceRequest.Answer {
    private final Freshness freshness;
    private final RecentSnapshots recent;
    private final ObjectSource source;
    private final SnapshotCatalog catalog;
    private final Views views;
    private final InstantSource clock;

    public ListHandler(
            Freshness freshness,
            RecentSnapshots recent,
            ObjectSource source,
            SnapshotCatalog catalog,
            Views views,
            InstantSource clock) {
        this.freshness = freshness;
        this.recent = recent;
        this.source = source;
        this.catalog = catalog;
        this.views = views;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        ListOptions options = ListOptions.parse(request.query());
        return switch (from(options)) {
            case Start.Gone(ContinueToken elsewhere) -> Expired.continueToken(elsewhere);
            case Start.At(Snapshot snapshot, Optional<ContinueToken> token) -> {
                Page page = page(request, snapshot, options.limit(), token);
                View view = views.of(request, catalog.at(snapshot));
                byte[] body = view.list(page.head(), page.items());
                yield ApiResponse.of(200, request.http().accept().choose().contentType(), body);
            }
        };
    }

    private sealed interface Start {
        record At(Snapshot snapshot, Optional<ContinueToken> token) implements Start {}

        record Gone(ContinueToken elsewhere) implements Start {}
    }

    private record Page(View.ListHead head, List<StoredObject> items) {}

    private Start from(ListOptions options) {
        if (options.token().isPresent()) {
            return continued(options.token().get());
        }
        if (options.exact()) {
            long version = Freshness.version(options.resourceVersion());
            Snapshot snapshot = freshness.notOlderThan(options.resourceVersion());
            return known(version, snapshot)
                    .<Start>map(exact -> new Start.At(exact, Optional.empty()))
                    .orElseThrow(() -> StatusError.expired("The resourceVersion for the provided list is too old.")
                            .exception());
        }
        return new Start.At(freshness.notOlderThan(options.resourceVersion()), Optional.empty());
    }

    private Start continued(ContinueToken token) {
        if (token.resourceVersion() == ContinueToken.ANY) {
            return new Start.At(freshness.notOlderThan(""), Optional.of(token));
        }
        return known(token.resourceVersion(), freshness.local())
                .<Start>map(snapshot -> new Start.At(snapshot, Optional.of(token)))
                .orElseGet(() -> new Start.Gone(token.anywhere()));
    }

    private Optional<Snapshot> known(long version, Snapshot now) {
        return now.resourceVersion() == version ? Optional.of(now) : recent.at(version);
    }

    private Page page(ResourceRequest request, Snapshot snapshot, long limit, Optional<ContinueToken> token) {
        Selection selection = Selection.of(request, catalog.at(snapshot));
        @Nullable
        ObjectKey after = token.map(each -> each.key(request.storage())).orElse(null);
        Iterator<StoredObject> objects = source.list(
                        snapshot, request.storage(), request.path().namespace(), after)
                .iterator();
        List<StoredObject> items = new ArrayList<>();
        while (objects.hasNext() && (limit == 0 || items.size() < limit)) {
            StoredObject object = objects.next();
            if (selection.test(object)) {
                items.add(object);
            }
        }
        View.ListHead head = head(snapshot, selection, items, objects);
        if (!head.continueToken().isEmpty()
                || source.computed(request.storage()).isPresent()) {
            recent.keep(snapshot, clock.instant());
        }
        return new Page(head, items);
    }

    private static View.ListHead head(
            Snapshot snapshot, Selection selection, List<StoredObject> items, Iterator<StoredObject> rest) {
        long left = 0;
        while (rest.hasNext() && (selection.everything() || left == 0)) {
            left += selection.test(rest.next()) ? 1 : 0;
        }
        if (left == 0) {
            return new View.ListHead(snapshot.resourceVersion(), "", -1);
        }
        String token = ContinueToken.after(items.getLast().key(), snapshot.resourceVersion())
                .text();
        return new View.ListHead(snapshot.resourceVersion(), token, selection.everything() ? left : -1);
    }
}
