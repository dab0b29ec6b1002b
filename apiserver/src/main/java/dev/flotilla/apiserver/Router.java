package dev.flotilla.apiserver;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.Forbidden;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.discovery.Discovery;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.apiserver.request.ResourcePath;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds who answers a request, and lets it pass if its user may make it. */
final class Router {
    /** An answer, and what it is counted as. */
    record Answer(String verb, String resource, ApiResponse response) {}

    /**
     * Where a request goes, known before its user is.
     *
     * @param access what its user must have the right to
     */
    record Route(String verb, String resource, AccessAttributes access, Function<ApiRequest, ApiResponse> destination) {
        ApiResponse answer(ApiRequest authenticated) {
            return destination.apply(authenticated);
        }
    }

    /** Finds the type that a path means, as it is served now. */
    interface Types {
        Optional<ResourceType> find(ResourcePath path);
    }

    private final Authorizer authorizer;
    private final Types types;
    private final Map<String, Handler> paths;
    private final ResourceRequest.Answer resources;

    /** @param paths by the first segment of the path, or by the whole path */
    Router(Authorizer authorizer, Types types, Map<String, Handler> paths, ResourceRequest.Answer resources) {
        this.authorizer = authorizer;
        this.types = types;
        this.paths = Map.copyOf(paths);
        this.resources = resources;
    }

    Route route(ApiRequest request) {
        Optional<ResourcePath> path = ResourcePath.parse(request.path());
        return path.isPresent() ? resource(request, path.get()) : path(request);
    }

    private Route path(ApiRequest request) {
        String verb = request.method().toLowerCase(Locale.ROOT);
        String[] segments = request.path().split("/", 3);
        String first = "/" + (segments.length > 1 ? segments[1] : "");
        Handler exact = paths.get(request.path());
        Handler handler = exact == null ? paths.get(first) : exact;
        AccessAttributes access = new AccessAttributes.NonResource(verb, request.path());
        return new Route(verb, handler == null ? "" : first, access, authenticated -> {
            authorize(authenticated.user(), access);
            if (handler == null) {
                return Discovery.notFound();
            }
            if (!verb.equals("get") && exact == null) {
                throw methodNotAllowed();
            }
            return handler.handle(authenticated);
        });
    }

    private Route resource(ApiRequest request, ResourcePath path) {
        String verb = verb(request, path);
        Optional<ResourceType> found = types.find(path);
        AccessAttributes access = path.access(verb, request.query());
        return new Route(verb, found.isEmpty() ? "" : path.resource(), access, authenticated -> {
            authorize(authenticated.user(), access);
            if (found.isEmpty()) {
                return Discovery.notFound();
            }
            if (verb.isEmpty()
                    || (path.collection() && Set.of("update", "patch").contains(verb))) {
                throw methodNotAllowed();
            }
            return resources.handle(new ResourceRequest(authenticated, path, found.get(), verb));
        });
    }

    private static String verb(ApiRequest request, ResourcePath path) {
        boolean watch = path.watch() || (path.collection() && request.query().flag("watch"));
        return switch (request.method()) {
            case "GET", "HEAD" -> watch ? "watch" : path.collection() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> path.collection() ? "deletecollection" : "delete";
            default -> "";
        };
    }

    private void authorize(UserInfo user, AccessAttributes access) {
        Authorizer.Verdict verdict = authorizer.decide(user, access);
        if (!verdict.allowed()) {
            throw Forbidden.of(user, access, verdict.reason()).exception();
        }
    }

    static StatusException methodNotAllowed() {
        return new StatusError(
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource",
                        Optional.empty())
                .exception();
    }
}
