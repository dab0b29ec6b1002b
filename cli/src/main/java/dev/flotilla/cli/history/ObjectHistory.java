package dev.flotilla.cli.history;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.KubeClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One object's past, asked of the hub. */
public final class ObjectHistory {
    private static final int PAGE_MAX = 500;

    private final KubeClient hub;
    private final String object;
    private final String path;

    public ObjectHistory(KubeClient hub, ApiType type, String namespace, String name) {
        this.hub = hub;
        this.object = type.kind() + " '" + name + "'";
        this.path = "/history?resource=" + encoded(type.qualified()) + "&namespace="
                + encoded(type.namespaced() ? namespace : "") + "&name=" + encoded(name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The newest changes, the newest first. */
    public List<JsonNode> newest(int count) {
        List<JsonNode> items = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = ask(
                    "&limit=" + Math.min(count - items.size(), PAGE_MAX) + (next.isEmpty() ? "" : "&continue=" + next));
            page.path("items").forEach(items::add);
            next = page.at("/metadata/continue").asString("");
        } while (!next.isEmpty() && items.size() < count);
        return items;
    }

    /**
     * The object as it was.
     *
     * @param moment as {@link Moment} gives it
     * @throws UserError if it was not there
     */
    public ObjectNode at(String moment) {
        JsonNode item = ask("&at=" + encoded(moment)).path("items").path(0);
        if (item.path("object") instanceof ObjectNode found) {
            return found;
        }
        String note = item.path("note").asString("");
        throw new UserError(
                note.isEmpty()
                        ? object + " was not there at " + moment + ": "
                                + item.at("/by/name").asString("somebody") + " had deleted it at "
                                + item.path("time").asString("")
                        : object + " cannot be shown: " + note);
    }

    private JsonNode ask(String query) {
        KubeClient.Answer answer = hub.send("GET", path + query, Optional.empty(), "application/json");
        if (!answer.ok()) {
            throw new UserError(answer.message());
        }
        return answer.body();
    }
}
