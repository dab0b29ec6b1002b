package dev.flotilla.apiserver;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.decode.Expected;
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
import dev.flotilla.apiserver.request.Remarks;
import dev.flotilla.apiserver.request.ResourcePath;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds who answers a request, and lets it pass if its user may make it. */
final class Router {
    /**
     * Where a request goes, known before its user is.
     *
     * @param resource what it is counted as
     * @param expected what its body is to be, if it is an object of a known kind
     */
    record Route(
            AccessAttributes access,
            String resource,
            Optional<Expected> expected,
            Function<ApiRequest, ApiResponse> destination) {
        String verb() {
            return access.verb();
        }

        /** Whether the answer goes on for as long as the client likes. */
        boolean longRunning() {
            return access instanceof AccessAttributes.Resource resource
                    && (resource.verb().equals("watch") || LONG_RUNNING.contains(resource.subresource()));
        }

        ApiResponse answer(ApiRequest authenticated) {
            return destination.apply(authenticated);
        }
    }

    /** Finds the type that a path means, as it is served now. */
    interface Types {
        Optional<ResourceType> find(ResourcePath path);
    }

    private static final Set<String> LONG_RUNNING = Set.of("proxy", "exec", "attach", "portforward", "log");

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
        return new Route(access, handler == null ? "" : first, Optional.empty(), authenticated -> {
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
        if (found.isEmpty()) {
            return new Route(access, "", Optional.empty(), authenticated -> {
                authorize(authenticated.user(), access);
                return unknown(path.group());
            });
        }
        ResourceType type = found.get();
        return new Route(access, path.resource(), expected(type, path), authenticated -> {
            authorize(authenticated.user(), access);
            if (verb.isEmpty()
                    || (path.collection() && Set.of("update", "patch").contains(verb))) {
                throw methodNotAllowed();
            }
            return resources.handle(new ResourceRequest(authenticated, path, type, verb));
        });
    }

    /** As a kube-apiserver has it, in plain text unless the group is Kubernetes' own. */
    private static ApiResponse unknown(String group) {
        if (KubernetesSchema.get().all().stream().anyMatch(type -> type.group().equals(group))) {
            throw StatusError.unknownPath().exception();
        }
        return Discovery.notFound();
    }

    private static Optional<Expected> expected(ResourceType type, ResourcePath path) {
        return path.subresource().isEmpty() || path.subresource().equals("status")
                ? Optional.of(Expected.of(type))
                : Optional.empty();
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
        Remarks.annotate("authorization.k8s.io/decision", verdict.allowed() ? "allow" : "forbid");
        Remarks.annotate("authorization.k8s.io/reason", verdict.reason());
        if (!verdict.allowed()) {
            throw Forbidden.of(user, access, verdict.reason()).exception();
        }
    }

    static StatusException methodNotAllowed() {
        return StatusError.methodNotAllowed().exception();
    }
}
