package dev.flotilla.hub;

import dev.flotilla.api.store.ObjectJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a member's pods page by page, and keeps of each no more than where it is and what it asks for: a member may run
 * a hundred thousand of them.
 */
final class PodPages {
    static final int PAGE = 250;
    private static final String LIVE =
            "/api/v1/pods?fieldSelector=status.phase!%3DSucceeded,status.phase!%3DFailed&limit=" + PAGE;

    private final Function<String, CompletionStage<ObjectNode>> get;
    private final List<JsonNode> pods = new ArrayList<>();

    private PodPages(Function<String, CompletionStage<ObjectNode>> get) {
        this.get = get;
    }

    /** @param get answers a path with its JSON, or fails */
    static CompletionStage<List<JsonNode>> read(Function<String, CompletionStage<ObjectNode>> get) {
        return new PodPages(get).from(LIVE);
    }

    private CompletionStage<List<JsonNode>> from(String path) {
        return get.apply(path).thenCompose(page -> {
            page.path("items").forEach(pod -> pods.add(slim(pod)));
            String next = page.path("metadata").path("continue").asString("");
            return next.isEmpty()
                    ? CompletableFuture.completedFuture(pods)
                    : from(LIVE + "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
        });
    }

    private static JsonNode slim(JsonNode pod) {
        JsonNode spec = pod.path("spec");
        ObjectNode slim = ObjectJson.mapper().createObjectNode();
        ObjectNode kept =
                slim.putObject("spec").put("nodeName", spec.path("nodeName").asString(""));
        for (String containers : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(containers)) {
                ObjectNode slimmer = kept.withArray(containers).addObject();
                container.optional("restartPolicy").ifPresent(policy -> slimmer.set("restartPolicy", policy));
                ObjectNode resources = slimmer.putObject("resources");
                container
                        .path("resources")
                        .optional("requests")
                        .ifPresent(requests -> resources.set("requests", requests));
            }
        }
        spec.optional("overhead").ifPresent(overhead -> kept.set("overhead", overhead));
        return slim;
    }
}
