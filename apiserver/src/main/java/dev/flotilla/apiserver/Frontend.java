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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
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
            ApiResponse response = answered(request, route, peer, id, received);
            metrics.answered(
                    route.verb(), route.resource(), code(response), Duration.ofNanos(System.nanoTime() - start));
            return finished(
                    response.withWarnings(Gatekeeper.warning(request).stream().toList()), id);
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

    private ApiResponse answered(ApiRequest request, Router.Route route, Peer peer, String id, Instant received) {
        ApiRequest authenticated;
        try {
            authenticated = gatekeeper.admit(request, peer);
        } catch (StatusException refused) {
            AuditTrail trail = trail(request, route, UserInfo.NOBODY, peer, id, received);
            return complete(trail, status(refused.status()));
        }
        AuditTrail trail = trail(authenticated, route, authenticated.user(), peer, id, received);
        trail.received();
        try {
            return trail.annotations().during(() -> at(work(authenticated, route, trail), trail));
        } catch (StatusException refused) {
            return complete(trail, status(refused.status()));
        } catch (RuntimeException e) {
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
                new ApiResponse.Events(events.headers(), sink -> {
                    trail.started(STREAM_CODE);
                    try {
                        events.source().run(sink);
                    } finally {
                        work.permit().close();
                        trail.ended(STREAM_CODE);
                    }
                });
        };
    }

    private static ApiResponse.Whole complete(AuditTrail trail, ApiResponse.Whole response) {
        trail.complete(response);
        return response;
    }

    private AuditTrail trail(
            ApiRequest request, Router.Route route, UserInfo user, Peer peer, String id, Instant received) {
        AuditedRequest audited = new AuditedRequest(id, request, peer.address(), user, route.access(), received);
        return audit.begin(audited, route.expected(), clock);
    }

    private static int code(ApiResponse response) {
        return switch (response) {
            case ApiResponse.Whole whole -> whole.code();
            case ApiResponse.Events _ -> STREAM_CODE;
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
