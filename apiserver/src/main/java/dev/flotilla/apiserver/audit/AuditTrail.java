package dev.flotilla.apiserver.audit;

import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Remarks;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is written down of one request, from its arrival to its end. For one thread at a time. */
public final class AuditTrail {
    private static final int CREATED = 201;
    private static final Set<String> SECRET_RESOURCES = Set.of("secrets", "tokenreviews");

    private final AuditedRequest request;
    private final AuditPolicy.Verdict verdict;
    private final Optional<Expected> expected;
    private final AuditSink sink;
    private final InstantSource clock;
    private final Remarks remarks;
    private Optional<UserInfo> impersonated = Optional.empty();

    AuditTrail(
            AuditedRequest request,
            AuditPolicy.Verdict verdict,
            Optional<Expected> expected,
            AuditSink sink,
            InstantSource clock,
            Remarks remarks) {
        this.request = request;
        this.verdict = verdict;
        this.expected = expected;
        this.sink = sink;
        this.clock = clock;
        this.remarks = remarks;
    }

    /** The user has proved who it is, and acts as this one. */
    public void impersonated(UserInfo user) {
        impersonated = Optional.of(user);
    }

    public void received() {
        write(AuditStage.REQUEST_RECEIVED, Optional.empty());
    }

    /** A stream has begun. */
    public void started(int code) {
        write(AuditStage.RESPONSE_STARTED, Optional.of(plain(code)));
    }

    /** A stream has ended. */
    public void ended(int code) {
        write(AuditStage.RESPONSE_COMPLETE, Optional.of(plain(code)));
    }

    public void complete(ApiResponse.Whole response) {
        if (verdict.wants(AuditStage.RESPONSE_COMPLETE)) {
            write(AuditStage.RESPONSE_COMPLETE, Optional.of(outcome(response)));
        }
    }

    public void panic(StatusError error) {
        write(AuditStage.PANIC, Optional.of(new AuditEvents.Outcome(status(error.toJson()), Optional.empty(), "")));
    }

    private AuditEvents.Outcome outcome(ApiResponse.Whole response) {
        boolean failed = response.code() >= 400;
        boolean nameless = response.code() == CREATED;
        boolean wanted = verdict.wants(AuditLevel.REQUEST_RESPONSE);
        Optional<JsonNode> body =
                failed || wanted ? AuditBodies.ofResponse(response, verdict.omitManagedFields()) : Optional.empty();
        ObjectNode status = body.filter(each -> each.path("kind").asString("").equals("Status"))
                .map(this::status)
                .orElseGet(() -> plain(response.code()).status());
        String name = nameless ? AuditBodies.name(response.body()) : "";
        return new AuditEvents.Outcome(status, wanted ? body : Optional.empty(), name);
    }

    /** The fields of a Status that are bounded. A refusal may quote what it refuses, and that may be a secret. */
    private ObjectNode status(JsonNode given) {
        boolean quotes = !verdict.wants(AuditLevel.REQUEST) && aboutSecrets(request.access());
        List<String> fields = quotes
                ? List.of("status", "reason", "code")
                : List.of("status", "message", "reason", "details", "code");
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.putObject("metadata");
        for (String field : fields) {
            if (given.has(field)) {
                status.set(field, given.get(field));
            }
        }
        return status;
    }

    private static boolean aboutSecrets(AccessAttributes access) {
        return access instanceof AccessAttributes.Resource resource
                && (SECRET_RESOURCES.contains(resource.resource())
                        || resource.subresource().equals("token"));
    }

    private static AuditEvents.Outcome plain(int code) {
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.putObject("metadata");
        return new AuditEvents.Outcome(status.put("code", code), Optional.empty(), "");
    }

    private void write(AuditStage stage, Optional<AuditEvents.Outcome> outcome) {
        if (!verdict.wants(stage)) {
            return;
        }
        Optional<JsonNode> body = stage != AuditStage.REQUEST_RECEIVED && verdict.wants(AuditLevel.REQUEST)
                ? AuditBodies.ofRequest(request.http(), expected, verdict.omitManagedFields())
                : Optional.empty();
        sink.write(ObjectJson.mapper()
                .writeValueAsBytes(AuditEvents.event(
                        request,
                        verdict.level(),
                        stage,
                        clock.instant(),
                        impersonated,
                        body,
                        outcome,
                        remarks.annotations())));
    }
}
