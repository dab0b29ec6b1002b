package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.read.VirtualResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ComputedObjectsIT {
    private static final String WORKS = "/apis/work.karmada.io/v1alpha1/namespaces/default/works";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static TestServer server;
    private static HttpsClient admin;

    /** A Work for each ConfigMap that asks for one. */
    private static final class WorkOfEachMap implements VirtualResource {
        private static final GroupResource MAPS = new GroupResource("", "configmaps");

        @Override
        public GroupResource resource() {
            return new GroupResource("work.karmada.io", "works");
        }

        @Override
        public Set<GroupResource> inputs() {
            return Set.of(MAPS);
        }

        @Override
        public Optional<StoredObject> get(Snapshot snapshot, ObjectKey key) {
            return snapshot.get(new ObjectKey(MAPS, key.namespace(), key.name()))
                    .filter(map -> map.head().labels().containsKey("work"))
                    .map(this::work);
        }

        @Override
        public Stream<StoredObject> list(Snapshot snapshot, String namespace, @Nullable ObjectKey after) {
            return snapshot.list(MAPS, namespace)
                    .filter(map -> map.head().labels().containsKey("work"))
                    .map(this::work)
                    .filter(work -> after == null || work.key().compareTo(after) > 0);
        }

        private StoredObject work(StoredObject map) {
            String json = "{\"apiVersion\":\"work.karmada.io/v1alpha1\",\"kind\":\"Work\",\"metadata\":{\"name\":\""
                    + map.key().name() + "\",\"namespace\":\"default\"}}";
            return StoredObject.of(
                    new ObjectKey(resource(), map.key().namespace(), map.key().name()),
                    map.resourceVersion(),
                    ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))));
        }

        @Override
        public Stream<ObjectKey> concerns(Change change) {
            return Stream.of(new ObjectKey(
                    resource(), change.key().namespace(), change.key().name()));
        }

        @Override
        public Optional<String> refusesWrite(Snapshot snapshot, ObjectKey key) {
            return get(snapshot, key).map(_ -> "it is computed; write its ConfigMap");
        }
    }

    @BeforeAll
    static void start() {
        server = new TestServer(builder -> builder.computed(new WorkOfEachMap()));
        admin = server.admin();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String map(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"work\":\"yes\"}}}";
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asString("");
    }

    @Test
    void areReadLikeStoredOnesAndStandBesideThem() {
        admin.post(MAPS, map("a"));
        admin.post(MAPS, map("c"));
        admin.post(
                WORKS,
                "{\"apiVersion\":\"work.karmada.io/v1alpha1\",\"kind\":\"Work\",\"metadata\":{\"name\":\"b\"},"
                        + "\"spec\":{\"workload\":{}}}");

        JsonNode first = admin.get(WORKS + "?limit=2").json();
        String token = first.path("metadata").path("continue").asString("");
        JsonNode second = admin.get(WORKS + "?limit=2&continue=" + token).json();

        assertThat(name(admin.get(WORKS + "/a").json())).isEqualTo("a");
        assertThat(first.path("items").valueStream().map(ComputedObjectsIT::name))
                .containsExactly("a", "b");
        assertThat(second.path("items").valueStream().map(ComputedObjectsIT::name))
                .contains("c");
    }

    @Test
    void refuseToBeWritten() {
        admin.post(MAPS, map("computed"));

        HttpsClient.Answer refused = admin.delete(WORKS + "/computed");

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("works.work.karmada.io \"computed\" is forbidden: it is computed; write its ConfigMap");
    }

    @Test
    void areWatchedThroughWhatTheyAreComputedFrom() {
        String from =
                admin.get(WORKS).json().path("metadata").path("resourceVersion").asString("");
        List<String> seen = new ArrayList<>();
        try (Stream<JsonNode> all = admin.watch(WORKS + "?watch=true&timeoutSeconds=15&resourceVersion=" + from
                + "&fieldSelector=metadata.name%3Dwatched")) {
            Iterator<JsonNode> events = all.iterator();
            admin.post(MAPS, map("watched"));
            seen.add(events.next().path("type").asString(""));
            admin.patch(MAPS + "/watched", "application/merge-patch+json", "{\"data\":{\"a\":\"b\"}}");
            seen.add(events.next().path("type").asString(""));
            admin.delete(MAPS + "/watched");
            seen.add(events.next().path("type").asString(""));
        }

        assertThat(seen).containsExactly("ADDED", "MODIFIED", "DELETED");
    }
}
