package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authentication;
import dev.flotilla.apiserver.auth.Authenticator;
import dev.flotilla.apiserver.auth.Credentials;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.impersonation.Impersonation;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens around every request: authentication, a bound on how many are in flight, refusals turned into Status,
 * the headers that every answer bears, and the measuring.
 */
final class Frontend {
    static final int BODY_BYTES_MAX = 3 << 20;
    private static final int IN_FLIGHT_MAX = 800;
    private static final Logger LOG = LoggerFactory.getLogger(Frontend.class);

    /** A watch at work; it ends by returning. */
    interface Watching {
        void run() throws InterruptedException;
    }

    private final Authenticator authenticator;
    private final Impersonation impersonation;
    private final Router router;
    private final ServerMetrics metrics;
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);

    Frontend(Authenticator authenticator, Impersonation impersonation, Router router, ServerMetrics metrics) {
        this.authenticator = authenticator;
        this.impersonation = impersonation;
        this.router = router;
        this.metrics = metrics;
    }

    ApiResponse serve(Supplier<ApiRequest> reader, Credentials credentials) {
        if (!inFlight.tryAcquire()) {
            return finished(status(StatusError.tooManyRequests("Too many requests, please try again later.", 1)));
        }
        long start = System.nanoTime();
        try {
            ApiRequest request = reader.get();
            Router.Answer answer = routed(request, credentials);
            metrics.answered(
                    answer.verb(),
                    answer.resource(),
                    code(answer.response()),
                    Duration.ofNanos(System.nanoTime() - start));
            return finished(answer.response());
        } catch (StatusException refused) {
            return finished(status(refused.status()));
        } finally {
            inFlight.release();
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
        return (ApiResponse.Whole) finished(status(error));
    }

    private Router.Answer routed(ApiRequest request, Credentials credentials) {
        Router.Route route = router.route(request);
        try {
            return new Router.Answer(
                    route.verb(), route.resource(), route.answer(inWhoseName(request, credentials, route.access())));
        } catch (StatusException refused) {
            return new Router.Answer(route.verb(), route.resource(), status(refused.status()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .setCause(e)
                    .log("request failed");
            return new Router.Answer(
                    route.verb(), route.resource(), status(StatusError.internal(String.valueOf(e.getMessage()))));
        }
    }

    private ApiRequest inWhoseName(ApiRequest request, Credentials credentials, AccessAttributes access) {
        return impersonation.apply(authenticated(request, credentials), access);
    }

    private ApiRequest authenticated(ApiRequest request, Credentials credentials) {
        UserInfo user = switch (authenticator.authenticate(credentials)) {
            case Authentication.Known(UserInfo known) -> known;
            case Authentication.None _ -> UserInfo.ANONYMOUS;
            case Authentication.Rejected _ ->
                throw new StatusError(401, "Unauthorized", "Unauthorized", Optional.empty()).exception();
        };
        return request.by(user);
    }

    private static int code(ApiResponse response) {
        return switch (response) {
            case ApiResponse.Whole whole -> whole.code();
            case ApiResponse.Events _ -> 200;
        };
    }

    private static ApiResponse status(StatusError error) {
        ApiResponse response = ApiResponse.json(error.code(), error.toJson());
        return error.details()
                .filter(details -> details.retryAfterSeconds().isPresent() && error.code() != 504)
                .map(details -> response.with(
                        "Retry-After",
                        Integer.toString(details.retryAfterSeconds().getAsInt())))
                .orElse(response);
    }

    private static ApiResponse finished(ApiResponse response) {
        ApiResponse marked = response.with("Audit-Id", UUID.randomUUID().toString());
        boolean cached =
                response.headers().stream().anyMatch(header -> header.name().equals("Cache-Control"));
        return cached ? marked : marked.with("Cache-Control", "no-cache, private");
    }
}
