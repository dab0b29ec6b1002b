package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.Scale;
import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Versions;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Answers for the scale subresource: an object's replicas, whatever its kind. */
final class ScaleHandler implements ResourceRequest.Answer {
    private static final Expected SCALE = Expected.builtIn("autoscaling/v1", "Scale");

    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final ObjectStore store;
    private final SnapshotCatalog catalog;
    private final Freshness freshness;

    ScaleHandler(ObjectLifecycle lifecycle, ObjectWriter writer, ObjectStore store, SnapshotCatalog catalog) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.store = store;
        this.catalog = catalog;
        this.freshness = new Freshness(store);
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        return switch (request.verb()) {
            case "get" -> {
                Freshness.Found found = freshness.notOlderThan(request.query().text("resourceVersion"));
                ObjectNode object = found.snapshot()
                        .get(request.key())
                        .map(stored -> Versions.tree(stored, request.type()))
                        .orElseThrow(() -> notFound(request));
                yield ApiResponse.json(200, scale(request.type()).read(request.type(), object))
                        .withWarnings(found.warnings());
            }
            case "update" -> {
                WriteOptions options = WriteOptions.parse(request.query(), "UpdateOptions");
                Bodies.Body body = Bodies.read(request.http(), SCALE, options.validation());
                yield write(request, options, Versioned.names(body.object()), _ -> body.object());
            }
            case "patch" -> {
                WriteOptions options = WriteOptions.parse(request.query(), "PatchOptions");
                Patch patch = Patch.read(request);
                yield write(request, options, patch.namesVersion(), current -> patched(patch, current));
            }
            default -> throw new IllegalStateException("the scale subresource is not offered for " + request.verb());
        };
    }

    private interface Wanted {
        ObjectNode of(ObjectNode currentScale);
    }

    private static ObjectNode patched(Patch patch, ObjectNode current) {
        return Decoder.decode(patch.apply(current, SCALE.schema()), SCALE).object();
    }

    private ApiResponse write(ResourceRequest request, WriteOptions options, boolean pinned, Wanted wanted) {
        Scale scale = scale(request.type());
        ObjectWriter.Written written = writer.write(request, options.dryRun(), pinned, (old, context) -> {
            ObjectNode before = old.orElseThrow(() -> notFound(request));
            ObjectNode asked = wanted.of(scale.readToChange(before));
            return lifecycle.scale(request.type(), before, asked, scale, context);
        });
        ObjectNode object = switch (written) {
            case ObjectWriter.Written.Stored(StoredObject stored, boolean created) ->
                Versions.tree(stored, request.type());
            case ObjectWriter.Written.Gone(StoredObject gone) -> Versions.tree(gone, request.type());
            case ObjectWriter.Written.Dry(ObjectNode dry, boolean created) -> dry;
        };
        return ApiResponse.json(200, scale.read(request.type(), object));
    }

    private Scale scale(ResourceType type) {
        Optional<CustomDefinition.ScalePaths> paths =
                catalog.at(store.snapshot()).definition(type).flatMap(CustomDefinition::scale);
        return paths.map(each -> new Scale(each.specReplicas(), each.statusReplicas(), each.labelSelector()))
                .orElse(Scale.BUILT_IN);
    }

    private static RuntimeException notFound(ResourceRequest request) {
        return StatusError.notFound(request.type().resource(), request.path().name())
                .exception();
    }
}
