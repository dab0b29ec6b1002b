package dev.flotilla.apiserver.write;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.Accept;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Views;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The answer to a write: the object as it now is, or as it would be. */
final class Answers {
    private final ObjectStore store;
    private final SnapshotCatalog catalog;
    private final Views views;

    Answers(ObjectStore store, SnapshotCatalog catalog, Views views) {
        this.store = store;
        this.catalog = catalog;
        this.views = views;
    }

    ApiResponse of(ResourceRequest request, ObjectWriter.Written written, List<String> warnings) {
        ApiResponse answer = switch (written) {
            case ObjectWriter.Written.Stored(StoredObject object, boolean created) ->
                object(request, object, created ? 201 : 200);
            case ObjectWriter.Written.Gone(StoredObject object) -> object(request, object, 200);
            case ObjectWriter.Written.Dry(ObjectNode object, boolean created) ->
                ApiResponse.json(created ? 201 : 200, object);
        };
        return answer.withWarnings(warnings);
    }

    ApiResponse object(ResourceRequest request, StoredObject object, int code) {
        Accept.Choice choice = request.http().accept().choose();
        byte[] body = views.of(request, catalog.at(store.snapshot())).object(object);
        return ApiResponse.of(code, choice.contentType(), body);
    }

    /** What is said of a deletion when the object itself is not shown. */
    static ApiResponse deleted(ResourceRequest request, StoredObject object) {
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        ObjectNode details = status.put("status", "Success").putObject("details");
        details.put("name", object.key().name());
        if (!request.type().group().isEmpty()) {
            details.put("group", request.type().group());
        }
        details.put("kind", request.type().plural()).put("uid", object.head().uid());
        return ApiResponse.json(200, status);
    }
}
