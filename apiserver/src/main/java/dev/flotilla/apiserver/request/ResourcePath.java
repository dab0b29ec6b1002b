package dev.flotilla.apiserver.request;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.AccessAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Where a URL points in the API: {@code /apis/apps/v1/namespaces/default/deployments/web/scale}. What follows the
 * subresource is that one's own affair: {@link #rest}.
 *
 * @param namespace empty for cluster-scoped resources and for all namespaces; the object's own name for namespaces
 * @param name empty for a collection
 * @param subresource empty for the resource itself
 * @param rest what follows the subresource, from its slash on: {@code /api/v1/pods} behind a proxy; else empty
 * @param watch the path is of the old form {@code /api/v1/watch/...}
 */
public record ResourcePath(
        String group,
        String version,
        String namespace,
        String resource,
        String name,
        String subresource,
        String rest,
        boolean watch) {
    /**
     * @return empty if the path is no resource's
     * @throws dev.flotilla.api.status.StatusException 400 for a name or namespace that no path may hold
     */
    public static Optional<ResourcePath> parse(String path) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            return resource("", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            return resource(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
        }
        return Optional.empty();
    }

    private static Optional<ResourcePath> resource(String group, String version, List<String> given) {
        boolean watch = given.size() > 1 && given.getFirst().equals("watch");
        List<String> parts = withoutLastSlash(watch ? given.subList(1, given.size()) : given);
        boolean scoped = parts.getFirst().equals("namespaces")
                && parts.size() > 2
                && !(parts.size() == 3 && List.of("status", "finalize").contains(parts.get(2)));
        String namespace = scoped ? parts.get(1) : "";
        List<String> rest = scoped ? parts.subList(2, parts.size()) : parts;
        List<String> named = rest.subList(0, Math.min(rest.size(), 3));
        if (named.stream().anyMatch(String::isEmpty) || (scoped && namespace.isEmpty())) {
            return Optional.empty();
        }
        checkSegment("Name", rest.size() > 1 ? rest.get(1) : "");
        checkSegment("Namespace", namespace);
        return Optional.of(new ResourcePath(
                group,
                version,
                namespace,
                named.getFirst(),
                named.size() > 1 ? named.get(1) : "",
                named.size() > 2 ? named.get(2) : "",
                rest.size() > 3 ? "/" + String.join("/", rest.subList(3, rest.size())) : "",
                watch));
    }

    /** A slash behind all that names a resource says nothing; behind a subresource it is that one's own affair. */
    private static List<String> withoutLastSlash(List<String> parts) {
        int named = parts.getFirst().equals("namespaces") ? 5 : 3;
        boolean nothing =
                parts.size() > 1 && parts.size() <= named && parts.getLast().isEmpty();
        return nothing ? parts.subList(0, parts.size() - 1) : parts;
    }

    private static void checkSegment(String what, String segment) {
        String wrong = segment.equals(".") || segment.equals("..")
                ? "may not be '" + segment + "'"
                : segment.contains("%") ? "may not contain '%'" : "";
        if (!wrong.isEmpty()) {
            throw StatusError.badRequest(what + " parameter invalid: \"" + segment + "\": " + wrong)
                    .exception();
        }
    }

    public boolean collection() {
        return name.isEmpty();
    }

    /** What a request with this path wants, in the terms in which rights are granted. */
    public AccessAttributes.Resource access(String verb, Query query) {
        boolean oneNamespace = resource.equals("namespaces") && namespace.isEmpty();
        return new AccessAttributes.Resource(
                verb,
                group,
                version,
                resource,
                subresource,
                oneNamespace ? name : namespace,
                verb.equals("list") || verb.equals("watch") ? selectedName(query) : name);
    }

    /** A list of one named object is a matter of that object: rights on names cover it. */
    private String selectedName(Query query) {
        if (!name.isEmpty()) {
            return name;
        }
        try {
            return FieldTerm.name(FieldTerm.parse(query.text("fieldSelector"))).orElse("");
        } catch (StatusException malformed) {
            return "";
        }
    }
}
