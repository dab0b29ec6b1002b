package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.lifecycle.WriteOutcome;
import dev.flotilla.api.schema.decode.Decoded;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Answers PATCH with a JSON, merge or strategic merge patch. */
final class PatchHandler implements ResourceRequest.Answer {
    private static final String HANDLED_AS = " cannot be handled as a ";

    private final ObjectLifecycle lifecycle;
    private final ObjectWriter writer;
    private final Answers answers;

    PatchHandler(ObjectLifecycle lifecycle, ObjectWriter writer, Answers answers) {
        this.lifecycle = lifecycle;
        this.writer = writer;
        this.answers = answers;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        WriteOptions options = WriteOptions.parse(request.query(), "PatchOptions");
        if (options.force()) {
            throw WriteOptions.refused(
                    "PatchOptions", FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
        Patch patch = Patch.read(request);
        List<String> warnings = new ArrayList<>();
        ObjectWriter.Written written = writer.write(request, options.dryRun(), patch.namesVersion(), (old, context) -> {
            warnings.clear();
            return decide(request, patch, options.validation(), old, context, warnings);
        });
        return answers.of(request, written, warnings);
    }

    private WriteOutcome decide(
            ResourceRequest request,
            Patch patch,
            WriteOptions.Validation validation,
            Optional<ObjectNode> old,
            WriteContext context,
            List<String> warnings) {
        ObjectNode before = old.orElseThrow(() -> StatusError.notFound(
                        request.type().resource(), request.path().name())
                .exception());
        ObjectNode patched = patch.apply(before, request.type().schema());
        Decoded decoded = decoded(patched, Expected.of(request.type()));
        switch (validation) {
            case STRICT -> refuseProblems(patched, decoded);
            case WARN -> warnings.addAll(decoded.problems());
            case IGNORE -> {}
        }
        return lifecycle.update(
                request.type(),
                before,
                ServiceAddresses.kept(request.type(), before, decoded.object()),
                request.path().subresource(),
                context);
    }

    private static Decoded decoded(ObjectNode patched, Expected expected) {
        try {
            return Decoder.decode(patched, expected);
        } catch (StatusException unfit) {
            String why = unfit.status().message();
            int reason = why.indexOf(HANDLED_AS);
            throw reason < 0 ? unfit : refused(patched, why.substring(why.indexOf(": ", reason) + 2));
        }
    }

    private static void refuseProblems(ObjectNode patched, Decoded decoded) {
        if (!decoded.problems().isEmpty()) {
            throw refused(patched, "strict decoding error: " + String.join(", ", decoded.problems()));
        }
    }

    /** As a kube-apiserver refuses what a patch has made of an object: of no kind and no name, with all of it. */
    private static StatusException refused(ObjectNode patched, String why) {
        String quoted = ObjectJson.mapper().writeValueAsString(patched.toString());
        return StatusError.invalid("", "", "", List.of(FieldError.invalid("patch", quoted, why)))
                .exception();
    }
}
