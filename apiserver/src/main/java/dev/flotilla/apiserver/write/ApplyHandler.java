package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.schema.decode.Decoded;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Answers PATCH with a configuration to apply: server-side apply. */
final class ApplyHandler implements ResourceRequest.Answer {
    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final Answers answers;

    ApplyHandler(ObjectLifecycle lifecycle, ObjectWriter writer, Answers answers) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.answers = answers;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        WriteOptions options = WriteOptions.parse(request.query(), "PatchOptions");
        if (request.query().text("fieldManager").isEmpty()) {
            throw WriteOptions.refused(
                    "PatchOptions", FieldError.required("fieldManager", "is required for apply patch"));
        }
        ObjectNode config = Decoder.untyped(request.http().body());
        checkKind(request, config);
        List<String> problems = problems(request, options);
        ObjectWriter.Written written = writer.write(
                request,
                options.dryRun(),
                Versioned.names(config),
                (old, context) -> lifecycle.apply(
                        request.type(),
                        request.key(),
                        old,
                        config,
                        request.path().subresource(),
                        options.force(),
                        context));
        return answers.of(request, written, problems);
    }

    /** What is to be told of the body. One that does not fit the type is refused later, for more precise reasons. */
    private static List<String> problems(ResourceRequest request, WriteOptions options) {
        Decoded typed;
        try {
            typed = Decoder.decode(request.http().body(), Decoder.Form.YAML, Expected.of(request.type()));
        } catch (StatusException unfit) {
            return List.of();
        }
        if (options.validation() == WriteOptions.Validation.STRICT) {
            Decoder.refuseProblems(typed, Expected.of(request.type()));
        }
        return options.validation() == WriteOptions.Validation.WARN ? typed.problems() : List.of();
    }

    private static void checkKind(ResourceRequest request, ObjectNode config) {
        String apiVersion = config.path("apiVersion").asString("");
        String kind = config.path("kind").asString("");
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            throw StatusError.badRequest("invalid object type: /, Kind=" + kind + "; name apiVersion and kind")
                    .exception();
        }
        if (!apiVersion.equals(request.type().apiVersion())
                || !kind.equals(request.type().kind())) {
            throw StatusError.badRequest("the configuration is a " + apiVersion + " " + kind + ", the URL is that of a "
                            + request.type().apiVersion() + " " + request.type().kind())
                    .exception();
        }
    }
}
