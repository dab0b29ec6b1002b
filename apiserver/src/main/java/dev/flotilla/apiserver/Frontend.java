package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.audit.AuditLog;
import dev.flotilla.apiserver.audit.AuditTrail;
import dev.flotilla.apiserver.audit.AuditedRequest;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.flow.FlowControl;
import dev.flotilla.apiserver.impersonation.Impersonation;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Remarks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens around every request: authentication, the audit log, leave to be at work, refusals turned into Status,
 * the headers that every answer bears, and the measuring.
 */
final class Frontend {
    static final int BODY_BYTES_MAX = 3 << 20;
    private static final int STREAM_CODE = 200;
    private static final int AUDIT_ID_CHARACTERS_MAX = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Frontend.class);

    /** A watch at work; it ends by returning. */
    interface Watching {
        void run() throws InterruptedException;
    }

    private final Gatekeeper gatekeeper;
    private final Impersonation impersonation;
    private final Router router;
    private final AuditLog audit;
    private final FlowControl flows;
    private final InstantSource clock;
    private final ServerMetrics metrics;

    Frontend(
            Gatekeeper gatekeeper,
            Impersonation impersonation,
            Router router,
            AuditLog audit,
            FlowControl flows,
            InstantSource clock,
            ServerMetrics metrics) {
        this.gatekeeper = gatekeeper;
        this.impersonation = impersonation;
        this.router = router;
        this.audit = audit;
        this.flows = flows;
        this.clock = clock;
        this.metrics = metrics;
    }

    ApiResponse serve(Supplier<ApiRequest> reader, Peer peer) {
        long start = System.nanoTime();
        Instant received = clock.instant();
        String id = UUID.randomUUID().toString();
        try {
            ApiRequest request = reader.get();
            id = given(request).orElse(id);
            Router.Route route = router.route(request);
            Remarks remarks = new Remarks();
            Reception reception = new Reception(id, received, peer, remarks);
            ApiResponse response = remarks.during(() -> answered(request, route, reception));
            metrics.answered(
                    route.verb(), route.resource(), code(response), Duration.ofNanos(System.nanoTime() - start));
            List<String> warnings = Stream.concat(Gatekeeper.warning(request).stream(), remarks.warnings().stream())
                    .toList();
            return finished(response.withWarnings(warnings), id);
        } catch (StatusException refused) {
            return finished(status(refused.status()), id);
        }
    }

    void watching(Watching watch) throws InterruptedException {
        metrics.watchStarted();
        try {
            watch.run();
        } finally {
            metrics.watchEnded();
        }
    }

    /** The answer to a request that does not get any further. */
    ApiResponse.Whole refused(StatusError error) {
        return (ApiResponse.Whole) finished(status(error), UUID.randomUUID().toString());
    }

    /** A client that names its request finds that name in the answer and in the log. */
    private static Optional<String> given(ApiRequest request) {
        return request.header("audit-id").filter(id -> id.matches("[-A-Za-z0-9._]{1," + AUDIT_ID_CHARACTERS_MAX + "}"));
    }

    /** How a request came in, and what is said about it. */
    private record Reception(String id, Instant at, Peer peer, Remarks remarks) {}

    private ApiResponse answered(ApiRequest request, Router.Route route, Reception reception) {
        ApiRequest authenticated;
        try {
            authenticated = gatekeeper.admit(request, reception.peer());
        } catch (StatusException refused) {
            AuditTrail trail = trail(request, route, UserInfo.NOBODY, reception);
            return complete(trail, status(refused.status()));
        }
        AuditTrail trail = trail(authenticated, route, authenticated.user(), reception);
        trail.received();
        try {
            return at(work(authenticated, route, trail), trail);
        } catch (StatusException refused) {
            return complete(trail, status(refused.status()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.atError()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .setCause(e)
                    .log("request failed");
            StatusError internal = StatusError.internal(String.valueOf(e.getMessage()));
            trail.panic(internal);
            return status(internal);
        }
    }

    /** An answer, and what is given back when it is at its end. */
    private record Work(ApiResponse response, FlowControl.Permit permit) {}

    private Work work(ApiRequest authenticated, Router.Route route, AuditTrail trail) {
        ApiRequest request = impersonation.apply(authenticated, route.access());
        request.impersonator().ifPresent(_ -> trail.impersonated(request.user()));
        FlowControl.Permit permit =
                flows.enter(request.user(), route.access(), route.longRunning(), request.body().length);
        try {
            return new Work(route.answer(request), permit);
        } catch (RuntimeException refused) {
            permit.close();
            throw refused;
        }
    }

    private static ApiResponse at(Work work, AuditTrail trail) {
        return switch (work.response()) {
            case ApiResponse.Whole whole -> {
                work.permit().close();
                yield complete(trail, whole);
            }
            case ApiResponse.Events events ->
                new ApiResponse.Events(
                        events.headers(),
                        sink -> streamed(work, trail, () -> events.source().run(sink)));
            case ApiResponse.Relay relay ->
                new ApiResponse.Relay(
                        relay.headers(),
                        inbound -> streamed(work, trail, () -> relay.exchange().run(inbound)));
            case ApiResponse.Elsewhere elsewhere -> {
                work.permit().close();
                yield elsewhere;
            }
        };
    }

    private static void streamed(Work work, AuditTrail trail, Watching stream) throws InterruptedException {
        trail.started(STREAM_CODE);
        try {
            stream.run();
        } finally {
            work.permit().close();
            trail.ended(STREAM_CODE);
        }
    }

    private static ApiResponse.Whole complete(AuditTrail trail, ApiResponse.Whole response) {
        trail.complete(response);
        return response;
    }

    private AuditTrail trail(ApiRequest request, Router.Route route, UserInfo user, Reception reception) {
        AuditedRequest audited = new AuditedRequest(
                reception.id(), request, reception.peer().address(), user, route.access(), reception.at());
        return audit.begin(audited, route.expected(), clock, reception.remarks());
    }

    private static int code(ApiResponse response) {
        return switch (response) {
            case ApiResponse.Whole whole -> whole.code();
            case ApiResponse.Events _, ApiResponse.Relay _, ApiResponse.Elsewhere _ -> STREAM_CODE;
        };
    }

    private static ApiResponse.Whole status(StatusError error) {
        ApiResponse.Whole response = ApiResponse.json(error.code(), error.toJson());
        return error.details()
                .filter(details -> details.retryAfterSeconds().isPresent() && error.code() != 504)
                .map(details -> response.with(
                        "Retry-After",
                        Integer.toString(details.retryAfterSeconds().getAsInt())))
                .orElse(response);
    }

    private static ApiResponse finished(ApiResponse response, String id) {
        ApiResponse marked = response.with("Audit-Id", id);
        boolean cached =
                response.headers().stream().anyMatch(header -> header.name().equals("Cache-Control"));
        return cached ? marked : marked.with("Cache-Control", "no-cache, private");
    }
}
