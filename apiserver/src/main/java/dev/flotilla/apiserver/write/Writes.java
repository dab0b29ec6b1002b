package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.admission.Admission;
import dev.flotilla.apiserver.conversion.Conversions;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.read.ObjectSource;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Views;
import java.time.InstantSource;

/** Everything that changes objects, by verb and subresource. */
public final class Writes implements ResourceRequest.Answer {
    private final CreateHandler create;
    private final UpdateHandler update;
    private final PatchHandler patch;
    private final ApplyHandler apply;
    private final ScaleHandler scale;
    private final DeleteHandler delete;

    public Writes(
            ObjectStore store,
            ObjectSource source,
            SnapshotCatalog catalog,
            ObjectLifecycle lifecycle,
            InstantSource clock,
            ServiceAddresses addresses,
            WriteCheck check,
            Admission admission,
            Conversions conversions) {
        Views views = new Views(clock, conversions);
        ObjectWriter writer = new ObjectWriter(store, source, clock, addresses, check, admission, conversions);
        Answers answers = new Answers(store, catalog, views);
        create = new CreateHandler(lifecycle, writer, answers);
        update = new UpdateHandler(lifecycle, writer, answers);
        patch = new PatchHandler(lifecycle, writer, answers);
        apply = new ApplyHandler(lifecycle, writer, answers);
        scale = new ScaleHandler(lifecycle, writer, store, catalog, conversions);
        delete = new DeleteHandler(lifecycle, writer, answers, new Freshness(store), catalog, views);
    }

    /** @param request its verb is create, update, patch, delete or deletecollection; or anything for scale */
    @Override
    public ApiResponse handle(ResourceRequest request) {
        if (request.path().subresource().equals("scale")) {
            return scale.handle(request);
        }
        return switch (request.verb()) {
            case "create" -> create.handle(request);
            case "update" -> update.handle(request);
            case "patch" ->
                request.http().contentType().equals(Patch.APPLY) ? apply.handle(request) : patch.handle(request);
            case "delete", "deletecollection" -> delete.handle(request);
            default -> throw new IllegalStateException(request.verb() + " is no write");
        };
    }
}
