package dev.flotilla.hub.search;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.openapi.Descriptions;
import dev.flotilla.hub.proxy.Upstreams;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members' own words about what they serve. Which documents they have is asked anew every minute, at most, and
 * beside the requests that want to know; members of one version of Kubernetes have the same ones, of which one is read.
 */
public final class MemberDescriptions implements Descriptions, AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MEMBERS_MAX = 8;
    private static final String ROOT = "/openapi/v3";
    private static final String JSON = "application/json";

    private final Members members;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Map<String, Map<String, String>> clustersByPath = Map.of();
    private volatile long askedNanos = System.nanoTime() - FRESH_NANOS;

    public MemberDescriptions(Upstreams upstreams) {
        this.members = new Members(upstreams);
    }

    @Override
    public Optional<Described> of(String path, UserInfo user) {
        if (System.nanoTime() - askedNanos >= FRESH_NANOS && asking.compareAndSet(false, true)) {
            members.threads().execute(() -> ask(user));
        }
        Map<String, String> documents = clustersByPath.getOrDefault(path, Map.of());
        return documents.isEmpty()
                ? Optional.empty()
                : Optional.of(new Described(String.join(" ", documents.keySet()), () -> read(documents, user)));
    }

    private void ask(UserInfo user) {
        try {
            Map<String, Map<String, String>> found = new HashMap<>();
            List<String> asked = members.clusters().stream()
                    .filter(cluster -> !cluster.terminating())
                    .map(Cluster::name)
                    .limit(MEMBERS_MAX)
                    .toList();
            for (Reply reply : members.ask(asked, _ -> Members.Question.get(ROOT, JSON, user))) {
                if (reply instanceof Reply.Found(var cluster, var _, var index)) {
                    index.path("paths")
                            .forEachEntry((path, document) -> found.computeIfAbsent(path, _ -> new LinkedHashMap<>())
                                    .putIfAbsent(
                                            document.path("serverRelativeURL").asString(""), cluster));
                }
            }
            clustersByPath = found;
            askedNanos = System.nanoTime();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            asking.set(false);
        }
    }

    /** The first document that says anything. */
    private Optional<ObjectNode> read(Map<String, String> documents, UserInfo user) {
        boolean answered = false;
        for (Map.Entry<String, String> each : documents.entrySet()) {
            Optional<ObjectNode> document = read(each.getValue(), each.getKey(), user);
            answered |= document.isPresent();
            if (document.filter(MemberDescriptions::speaks).isPresent()) {
                return document;
            }
        }
        return answered ? Optional.of(ObjectJson.mapper().createObjectNode()) : Optional.empty();
    }

    private Optional<ObjectNode> read(String cluster, String target, UserInfo user) {
        try {
            return members.ask(cluster, Members.Question.get(target, JSON, user))
                            instanceof Reply.Found(var _, var _, var document)
                    ? Optional.of(document)
                    : Optional.empty();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean speaks(JsonNode document) {
        return document.path("components").path("schemas").valueStream().anyMatch(schema -> schema.has("description"));
    }

    @Override
    public void close() {
        members.close();
    }
}
