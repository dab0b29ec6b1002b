package dev.flotilla.apiserver.discovery;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /}: the paths at which anything is served. */
public final class Paths implements Handler {
    private final Supplier<ResourceCatalog> catalog;
    private final Set<String> fixed;

    /** @param fixed those of other handlers */
    public Paths(Supplier<ResourceCatalog> catalog, Collection<String> fixed) {
        this.catalog = catalog;
        this.fixed = Set.copyOf(fixed);
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Set<String> paths = new TreeSet<>(fixed);
        paths.add("/openapi/v2");
        paths.add("/openapi/v3");
        for (ResourceType type : catalog.get().all()) {
            String root = type.group().isEmpty() ? "/api" : "/apis/" + type.group();
            paths.add(root);
            paths.add(root + "/" + type.version());
        }
        ObjectNode answer = ObjectJson.mapper().createObjectNode();
        ArrayNode list = answer.putArray("paths");
        paths.forEach(list::add);
        return ApiResponse.json(200, answer);
    }
}
