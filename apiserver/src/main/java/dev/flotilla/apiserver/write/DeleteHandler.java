package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.DeleteOptions;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceFacts;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.read.Selection;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.View;
import dev.flotilla.apiserver.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Answers DELETE for an object and for a collection. */
final class DeleteHandler implements ResourceRequest.Answer {
    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final Answers answers;
    private final Freshness freshness;
    private final SnapshotCatalog catalog;
    private final Views views;

    DeleteHandler(
            ObjectLifecycle lifecycle,
            ObjectWriter writer,
            Answers answers,
            Freshness freshness,
            SnapshotCatalog catalog,
            Views views) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.answers = answers;
        this.freshness = freshness;
        this.catalog = catalog;
        this.views = views;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        DeleteRequest asked = DeleteRequest.read(request.http());
        return request.path().collection() ? collection(request, asked) : object(request, asked);
    }

    private ApiResponse object(ResourceRequest request, DeleteRequest asked) {
        return switch (delete(request, request.key(), asked)) {
            case ObjectWriter.Written.Gone(StoredObject object) ->
                showsDeleted(request) ? answers.object(request, object, 200) : Answers.deleted(request, object);
            case ObjectWriter.Written.Stored stored -> answers.of(request, stored, List.of());
            case ObjectWriter.Written.Dry dry -> answers.of(request, dry, List.of());
        };
    }

    private ObjectWriter.Written delete(ResourceRequest request, ObjectKey key, DeleteRequest asked) {
        return writer.delete(
                request,
                key,
                asked.dryRun(),
                (old, context) -> lifecycle.delete(request.type(), old, asked.options(), context));
    }

    private static boolean showsDeleted(ResourceRequest request) {
        return KubernetesSchema.get()
                .facts(request.type().resource())
                .map(ResourceFacts::returnsDeleted)
                .orElse(false);
    }

    private ApiResponse collection(ResourceRequest request, DeleteRequest asked) {
        Snapshot snapshot = freshness.notOlderThan("");
        Selection selection = Selection.of(request, catalog.at(snapshot));
        List<StoredObject> found = (request.path().namespace().isEmpty()
                        ? snapshot.list(request.storage())
                        : snapshot.list(request.storage(), request.path().namespace()))
                .filter(selection::test)
                .toList();
        List<StoredObject> deleted = new ArrayList<>();
        for (StoredObject object : found) {
            one(request, object, asked).ifPresent(deleted::add);
        }
        View view = views.of(request, catalog.at(snapshot));
        byte[] body = view.list(new View.ListHead(freshness.local().resourceVersion(), "", -1), deleted);
        return ApiResponse.of(200, request.http().accept().choose().contentType(), body);
    }

    private Optional<StoredObject> one(ResourceRequest request, StoredObject object, DeleteRequest asked) {
        try {
            return Optional.of(
                    switch (delete(request, object.key(), asked)) {
                        case ObjectWriter.Written.Gone(StoredObject gone) -> gone;
                        case ObjectWriter.Written.Stored stored -> stored.object();
                        case ObjectWriter.Written.Dry _ -> object;
                    });
        } catch (StatusException refused) {
            if (refused.status().code() == 404) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** What is asked for in the body, or else in the query. */
    private record DeleteRequest(DeleteOptions options, boolean dryRun) {
        static DeleteRequest read(ApiRequest http) {
            ObjectNode body = DeleteBody.read(http);
            return new DeleteRequest(DeleteBody.options(body, http.query()), DeleteBody.dryRun(body, http.query()));
        }
    }
}
