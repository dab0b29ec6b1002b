package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.lifecycle.WriteOutcome;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceFacts;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Answers PUT: replaces an object, its status, or its finalizers. */
final class UpdateHandler implements ResourceRequest.Answer {
    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final Answers answers;

    UpdateHandler(ObjectLifecycle lifecycle, ObjectWriter writer, Answers answers) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.answers = answers;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        WriteOptions options = WriteOptions.parse(request.query(), "UpdateOptions");
        Bodies.Body body = Bodies.read(request.http(), Expected.of(request.type()), options.validation());
        ObjectWriter.Written written = writer.write(
                request,
                options.dryRun(),
                Versioned.names(body.object()),
                (old, context) -> decide(request, body.object(), old, context));
        return answers.of(request, written, body.warnings());
    }

    private WriteOutcome decide(
            ResourceRequest request, ObjectNode wanted, Optional<ObjectNode> old, WriteContext context) {
        if (old.isPresent()) {
            ObjectNode kept = ServiceAddresses.kept(request.type(), old.get(), wanted);
            return lifecycle.update(
                    request.type(), old.get(), kept, request.path().subresource(), context);
        }
        boolean creates = request.path().subresource().isEmpty()
                && KubernetesSchema.get()
                        .facts(request.type().resource())
                        .map(ResourceFacts::createsOnUpdate)
                        .orElse(false);
        if (!creates) {
            throw StatusError.notFound(request.type().resource(), request.path().name())
                    .exception();
        }
        ObjectNode unversioned = wanted.deepCopy();
        unversioned.withObject("/metadata").remove("resourceVersion");
        return new WriteOutcome.Created(
                lifecycle.create(request.type(), request.path().namespace(), unversioned, context));
    }
}
