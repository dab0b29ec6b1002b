package dev.flotilla.cli.client;

import dev.flotilla.cli.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Finds types by what people type: plural, singular, short name or kind, with or without a group, as kubectl does. */
public final class Discovery {
    private final KubeClient hub;

    public Discovery(KubeClient hub) {
        this.hub = hub;
    }

    private record Named(ApiType type, String singular, List<String> shortNames) {
        boolean isCalled(String name) {
            return type.plural().equals(name)
                    || singular.equals(name)
                    || type.kind().toLowerCase(Locale.ROOT).equals(name);
        }
    }

    /**
     * @param typed as {@code deploy}, {@code Deployment} or {@code deployments.apps}
     * @throws UserError if the server has no such type
     */
    public ApiType find(String typed) {
        String lower = typed.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        String name = dot < 0 ? lower : lower.substring(0, dot);
        String group = dot < 0 ? "" : lower.substring(dot + 1).replaceFirst("^v[0-9][a-z0-9]*\\.", "");
        List<Named> all = all();
        return first(all, group, each -> each.isCalled(name))
                .or(() -> first(all, group, each -> each.shortNames().contains(name)))
                .orElseThrow(() -> new UserError("the hub serves no type called '" + typed
                        + "'; `kubectl api-resources` lists those that it does"));
    }

    /** Every type that is served, in its group's preferred version. */
    public List<ApiType> types() {
        return all().stream().map(Named::type).toList();
    }

    private static Optional<ApiType> first(List<Named> all, String group, Predicate<Named> wanted) {
        return all.stream()
                .filter(each -> group.isEmpty() || each.type().group().equals(group))
                .filter(wanted)
                .map(Named::type)
                .findFirst();
    }

    /** In the order of the server's groups, the core group first, each in its preferred version. */
    private List<Named> all() {
        List<Named> all = new ArrayList<>(list("", "v1", "/api/v1"));
        JsonNode groups = hub.get("/apis").map(found -> found.path("groups")).orElseThrow();
        for (JsonNode group : groups) {
            String version = group.at("/preferredVersion/version").asString("");
            String name = group.path("name").asString("");
            all.addAll(list(name, version, "/apis/" + name + "/" + version));
        }
        return all;
    }

    private List<Named> list(String group, String version, String path) {
        List<Named> named = new ArrayList<>();
        for (JsonNode resource :
                hub.get(path).map(found -> found.path("resources")).orElseThrow()) {
            String plural = resource.path("name").asString("");
            if (!plural.contains("/")) {
                List<String> shortNames = new ArrayList<>();
                resource.path("shortNames").forEach(each -> shortNames.add(each.asString("")));
                named.add(new Named(
                        new ApiType(
                                group,
                                version,
                                plural,
                                resource.path("kind").asString(""),
                                resource.path("namespaced").asBoolean(false)),
                        resource.path("singularName").asString(""),
                        shortNames));
            }
        }
        return named;
    }
}
