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
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.conversion.Conversions;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.view.Versions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Answers for the scale subresource: an object's replicas, whatever its kind. */
final class ScaleHandler implements ResourceRequest.Answer {
    private static final Expected SCALE = Expected.builtIn("autoscaling/v1", "Scale");

    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final ObjectStore store;
    private final SnapshotCatalog catalog;
    private final Freshness freshness;
    private final Conversions conversions;

    ScaleHandler(
            ObjectLifecycle lifecycle,
            ObjectWriter writer,
            ObjectStore store,
            SnapshotCatalog catalog,
            Conversions conversions) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.store = store;
        this.catalog = catalog;
        this.freshness = new Freshness(store);
        this.conversions = conversions;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        return switch (request.verb()) {
            case "get" -> {
                Snapshot snapshot = freshness.notOlderThan(request.query().text("resourceVersion"));
                ObjectNode object = snapshot.get(request.key())
                        .map(stored -> Versions.tree(conversions.in(stored, request.type()), request.type()))
                        .orElseThrow(() -> notFound(request));
                yield ApiResponse.json(200, scale(request.type()).read(request.type(), object));
            }
            case "update" -> {
                WriteOptions options = WriteOptions.parse(request.query(), "UpdateOptions");
                Bodies.Body body = Bodies.read(request.http(), SCALE, options.validation());
                yield write(request, options, Versioned.names(body.object()), _ -> body.object());
            }
            case "patch" -> {
                WriteOptions options = WriteOptions.parse(request.query(), "PatchOptions");
                if (request.http().contentType().equals(Patch.APPLY)) {
                    yield apply(request, options);
                }
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
        UnaryOperator<ObjectNode> face = object -> scale.read(request.type(), object);
        return shown(request, scale, writer.write(request, options.dryRun(), pinned, face, (old, context) -> {
            ObjectNode before = old.orElseThrow(() -> notFound(request));
            ObjectNode current = scale.readToChange(before);
            ObjectNode asked = context.amendment().amend(Optional.of(current), wanted.of(current));
            return lifecycle.scale(request.type(), before, asked, scale, context);
        }));
    }

    /** Server-side apply of a Scale: of the object it is a view of, the replicas alone are applied. */
    private ApiResponse apply(ResourceRequest request, WriteOptions options) {
        WriteOptions.requireManager(request.query());
        ObjectNode config =
                Decoder.decode(request.http().body(), Decoder.Form.YAML, SCALE).object();
        Scale scale = scale(request.type());
        ObjectNode replicas = scale.configuration(request.type(), config);
        return shown(
                request,
                scale,
                writer.write(
                        request,
                        options.dryRun(),
                        Versioned.names(config),
                        (old, context) -> lifecycle.apply(
                                request.type(), request.key(), old, replicas, "scale", options.force(), context)));
    }

    private static ApiResponse shown(ResourceRequest request, Scale scale, ObjectWriter.Written written) {
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
