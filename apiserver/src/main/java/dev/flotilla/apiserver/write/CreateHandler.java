package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;

/** Answers POST: creates an object. */
final class CreateHandler implements ResourceRequest.Answer {
    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final Answers answers;

    CreateHandler(ObjectLifecycle lifecycle, ObjectWriter writer, Answers answers) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.answers = answers;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        if (!request.path().collection()) {
            throw StatusError.badRequest(
                            "an object is created by a POST to its collection, without its name in the URL")
                    .exception();
        }
        WriteOptions options = WriteOptions.parse(request.query(), "CreateOptions");
        Bodies.Body body = Bodies.read(request.http(), Expected.of(request.type()), options.validation());
        boolean generated =
                body.object().path("metadata").path("name").asString("").isEmpty();
        ObjectWriter.Written written = writer.create(
                request,
                options.dryRun(),
                generated,
                context -> lifecycle.create(request.type(), request.path().namespace(), body.object(), context));
        return answers.of(request, written, body.warnings());
    }
}
