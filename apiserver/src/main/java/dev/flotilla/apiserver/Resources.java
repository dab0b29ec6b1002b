package dev.flotilla.apiserver;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.read.GetHandler;
import dev.flotilla.apiserver.read.ListHandler;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourcePath;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.write.Writes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Hands a resource's request to who answers its verb, if the type and its subresource take it. */
final class Resources implements ResourceRequest.Answer {
    private final GetHandler get;
    private final ListHandler list;
    private final ResourceRequest.Answer watch;
    private final Writes writes;
    private final Map<String, ResourceRequest.Answer> special;
    private final Function<ResourceType, Optional<String>> deprecations;

    /**
     * @param special answers that are no object store's, by plural and group, as {@code deployments.apps}, or by that
     *     and /subresource
     * @param deprecations what is said of types that are on their way out
     */
    Resources(
            GetHandler get,
            ListHandler list,
            ResourceRequest.Answer watch,
            Writes writes,
            Map<String, ResourceRequest.Answer> special,
            Function<ResourceType, Optional<String>> deprecations) {
        this.get = get;
        this.list = list;
        this.watch = watch;
        this.writes = writes;
        this.special = Map.copyOf(special);
        this.deprecations = deprecations;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        ResourcePath path = request.path();
        ResourceType type = request.type();
        String plural = type.resource().qualified();
        ResourceRequest.Answer answer =
                special.get(path.subresource().isEmpty() ? plural : plural + "/" + path.subresource());
        if (answer != null) {
            return answer.handle(request);
        }
        if (misplaced(request) || !path.rest().isEmpty()) {
            throw StatusError.unknownPath().exception();
        }
        Optional<Set<String>> verbs = path.subresource().isEmpty()
                ? Optional.of(type.verbs())
                : type.subresource(path.subresource()).map(ResourceType.Subresource::verbs);
        if (verbs.isEmpty()) {
            throw StatusError.unknownPath().exception();
        }
        if (!verbs.get().contains(request.verb())) {
            throw Router.methodNotAllowed();
        }
        return verb(request).withWarnings(deprecations.apply(type).map(List::of).orElse(List.of()));
    }

    private static boolean misplaced(ResourceRequest request) {
        ResourcePath path = request.path();
        boolean one = !path.collection() || request.verb().equals("create");
        return request.type().namespaced()
                ? path.namespace().isEmpty() && one
                : !path.namespace().isEmpty();
    }

    private ApiResponse verb(ResourceRequest request) {
        boolean scale = request.path().subresource().equals("scale");
        return switch (request.verb()) {
            case "get" -> scale ? writes.handle(request) : get.handle(request);
            case "list" -> list.handle(request);
            case "watch" -> watch.handle(request);
            default -> writes.handle(request);
        };
    }
}
