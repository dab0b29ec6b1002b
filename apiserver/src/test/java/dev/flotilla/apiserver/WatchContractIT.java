package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WatchContractIT {
    private static final String MERGE = "application/merge-patch+json";
    private static TestServer server;
    private static HttpsClient admin;

    @BeforeAll
    static void start() {
        server = new TestServer();
        admin = server.admin();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String namespace(String name) {
        admin.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}");
        return "/api/v1/namespaces/" + name + "/secrets";
    }

    private static String secret(String name, String label) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"l\":\"" + label + "\"}}}";
    }

    private static String listVersion(String path) {
        return admin.get(path).json().path("metadata").path("resourceVersion").asString("");
    }

    private static String said(JsonNode event) {
        return event.path("type").asString("") + " "
                + event.path("object").path("metadata").path("name").asString("");
    }

    @Test
    void showsTheStateAndThenEveryChange() {
        String secrets = namespace("w1");
        admin.post(secrets, secret("a", "x"));

        List<String> seen = new ArrayList<>();
        try (Stream<JsonNode> events = admin.watch(secrets + "?watch=1&timeoutSeconds=15")) {
            Iterator<JsonNode> each = events.iterator();
            seen.add(said(each.next()));
            admin.post(secrets, secret("b", "x"));
            seen.add(said(each.next()));
            admin.patch(secrets + "/b", MERGE, "{\"data\":{\"k\":\"dg==\"}}");
            seen.add(said(each.next()));
            admin.delete(secrets + "/a");
            seen.add(said(each.next()));
        }

        assertThat(seen).containsExactly("ADDED a", "ADDED b", "MODIFIED b", "DELETED a");
    }

    @Test
    void goesOnFromAVersionAndEndsInTime() {
        String secrets = namespace("w2");
        admin.post(secrets, secret("a", "x"));
        String from = listVersion(secrets);
        admin.post(secrets, secret("b", "x"));

        List<JsonNode> events;
        try (Stream<JsonNode> all = admin.watch(
                secrets + "?watch=true&resourceVersion=" + from + "&timeoutSeconds=1&allowWatchBookmarks=true")) {
            events = all.toList();
        }

        assertThat(said(events.getFirst())).isEqualTo("ADDED b");
        assertThat(events.getLast().path("type").asString("")).isEqualTo("BOOKMARK");
    }

    @Test
    void endsTheStateWithABookmark() {
        String secrets = namespace("w3");
        admin.post(secrets, secret("a", "x"));

        try (Stream<JsonNode> all = admin.watch(secrets
                + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
                + "&timeoutSeconds=15")) {
            Iterator<JsonNode> events = all.iterator();
            assertThat(said(events.next())).isEqualTo("ADDED a");
            JsonNode bookmark = events.next();
            assertThat(bookmark.path("type").asString("")).isEqualTo("BOOKMARK");
            assertThat(bookmark.path("object")
                            .path("metadata")
                            .path("annotations")
                            .path("k8s.io/initial-events-end")
                            .asString(""))
                    .isEqualTo("true");
        }
    }

    @Test
    void tellsWhenAnObjectEntersAndLeavesTheSelection() {
        String secrets = namespace("w4");
        admin.post(secrets, secret("a", "no"));
        String from = listVersion(secrets);

        List<String> seen = new ArrayList<>();
        try (Stream<JsonNode> all =
                admin.watch(secrets + "?watch=true&labelSelector=l%3Dyes&timeoutSeconds=15&resourceVersion=" + from)) {
            Iterator<JsonNode> events = all.iterator();
            admin.patch(secrets + "/a", MERGE, "{\"metadata\":{\"labels\":{\"l\":\"yes\"}}}");
            seen.add(said(events.next()));
            String left = admin.patch(secrets + "/a", MERGE, "{\"metadata\":{\"labels\":{\"l\":\"no\"}}}")
                    .json()
                    .path("metadata")
                    .path("resourceVersion")
                    .asString("");
            JsonNode deleted = events.next();
            seen.add(said(deleted));
            JsonNode metadata = deleted.path("object").path("metadata");
            assertThat(metadata.path("labels").path("l").asString("")).isEqualTo("yes");
            assertThat(metadata.path("resourceVersion").asString("")).isEqualTo(left);
        }

        assertThat(seen).containsExactly("ADDED a", "DELETED a");
    }

    @Test
    void sendsTheColumnsOfATableOnce() {
        String secrets = namespace("w5");
        admin.post(secrets, secret("a", "x"));
        admin.post(secrets, secret("b", "x"));
        HttpsClient.Answer all =
                admin.get(secrets + "?watch=true&timeoutSeconds=1", "application/json;as=Table;v=v1;g=meta.k8s.io");

        List<JsonNode> tables = all.text()
                .lines()
                .map(line -> ObjectJson.mapper().readTree(line).path("object"))
                .toList();

        assertThat(tables).hasSizeGreaterThanOrEqualTo(2);
        assertThat(tables.getFirst().path("columnDefinitions").size()).isEqualTo(4);
        assertThat(tables.get(1).path("columnDefinitions").isNull()).isTrue();
        assertThat(tables.get(1).path("rows").size()).isEqualTo(1);
    }

    @Test
    void saysThatAVersionIsTooOld() {
        String secrets = namespace("w6");
        String old = listVersion(secrets);
        String filling = "{\"metadata\":{\"name\":\"f%d\"},\"stringData\":{\"a\":\"" + "x".repeat(500_000) + "\"}}";
        for (int i = 0; i < 40; i++) {
            assertThat(admin.post(secrets, filling.formatted(i)).code()).isEqualTo(201);
        }

        List<JsonNode> events;
        try (Stream<JsonNode> all = admin.watch(secrets + "?watch=true&resourceVersion=" + old)) {
            events = all.toList();
        }

        assertThat(events).hasSize(1);
        JsonNode status = events.getFirst().path("object");
        assertThat(events.getFirst().path("type").asString("")).isEqualTo("ERROR");
        assertThat(status.path("code").asInt(0)).isEqualTo(410);
        assertThat(status.path("message").asString("")).startsWith("too old resource version: " + old);
    }

    @Test
    void watchesOverAWebSocket() {
        String secrets = namespace("w7");
        admin.post(secrets, secret("a", "x"));

        Iterator<JsonNode> frames = admin.webSocket(secrets + "?watch=true&timeoutSeconds=15");
        String first = said(frames.next());
        admin.delete(secrets + "/a");

        assertThat(first).isEqualTo("ADDED a");
        assertThat(said(frames.next())).isEqualTo("DELETED a");
    }

    @Test
    void refusesWatchParametersThatMakeNoSense() {
        String secrets = "/api/v1/secrets?watch=true";

        assertThat(admin.get(secrets + "&sendInitialEvents=true").code()).isEqualTo(422);
        assertThat(admin.get(secrets + "&resourceVersionMatch=NotOlderThan").code())
                .isEqualTo(422);
        assertThat(admin.get(secrets + "&timeoutSeconds=abc").code()).isEqualTo(400);
    }

    @Test
    void countsWatchesWhileTheyLast() {
        try (Stream<JsonNode> all = admin.watch("/api/v1/namespaces?watch=true&timeoutSeconds=15")) {
            all.iterator().next();
            assertThat(server.meters.get("apiserver.watches").gauge().value()).isPositive();
        }
    }
}
