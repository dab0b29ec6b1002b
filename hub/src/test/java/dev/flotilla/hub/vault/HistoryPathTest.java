package dev.flotilla.hub.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.HeldRules;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import dev.flotilla.replication.Attribution;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HistoryPathTest {
    private static final ObjectKey WEB = ObjectKey.of("apps", "deployments", "shop", "web");
    private static final byte[] JSON =
            "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"}}".getBytes(StandardCharsets.UTF_8);
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String OF_WEB = "resource=deployments.apps&namespace=shop&name=web";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<HistoryEntry> history = new ArrayList<>();
    private final HistoryPath path = new HistoryPath(
            store,
            new HistoryPath.Past() {
                @Override
                public HistoryPage of(HistoryQuestion question) {
                    return ask(question);
                }

                @Override
                public PastState of(PastQuestion question) {
                    return past(question);
                }
            },
            new OnlyAnn());

    /** Ann may get the Deployment web, and list Deployments. */
    private static final class OnlyAnn implements Authorizer {
        @Override
        public Verdict decide(UserInfo user, AccessAttributes access) {
            boolean web = access instanceof AccessAttributes.Resource resource
                    && resource.group().equals("apps")
                    && resource.resource().equals("deployments")
                    && (resource.verb().equals("list")
                            || (resource.verb().equals("get")
                                    && resource.namespace().equals("shop")
                                    && resource.name().equals("web")));
            return new Verdict(web && user.name().equals("ann"), "");
        }

        @Override
        public HeldRules rules(UserInfo user, String namespace) {
            throw new AssertionError("nobody asks");
        }
    }

    private HistoryPage ask(HistoryQuestion question) {
        List<HistoryEntry> covered =
                history.reversed().stream().filter(question::covers).toList();
        boolean more = covered.size() > question.limit();
        return new HistoryPage(
                more ? covered.subList(0, question.limit()) : covered,
                more ? Optional.of(covered.get(question.limit()).resourceVersion()) : Optional.empty(),
                history.stream().findFirst().map(HistoryEntry::time));
    }

    private PastState past(PastQuestion question) {
        Map<ObjectKey, HistoryEntry> states = new HashMap<>();
        Map<ObjectKey, HistoryEntry> later = new HashMap<>();
        long until = ((HistoryQuestion.Until.Version) question.until()).resourceVersion();
        for (HistoryEntry entry : history) {
            if (entry.resourceVersion() <= until) {
                states.put(entry.key(), entry);
            } else if (!states.containsKey(entry.key())) {
                later.putIfAbsent(entry.key(), entry);
            }
        }
        return new PastState(states, later, Optional.of(TIME));
    }

    private void changed(long version, byte[] json) {
        history.add(new HistoryEntry(
                WEB,
                version,
                TIME.plusSeconds(version),
                Optional.of(new Attribution(Commit.Origin.CLIENT, json == null ? "delete" : "update", "bob")),
                json,
                ""));
    }

    private JsonNode get(String user, String query) {
        ApiRequest request = new ApiRequest(
                "GET",
                HistoryPath.PATH,
                Query.parse(query),
                Map.of(),
                new byte[0],
                UserInfo.authenticated(user, List.of()),
                false);
        return ObjectJson.parse(((ApiResponse.Whole) path.handle(request)).body());
    }

    @Test
    void tellsTheNewestChangesAndWhereToGoOn() {
        changed(10, JSON);
        changed(20, JSON);
        changed(30, null);

        JsonNode first = get("ann", OF_WEB + "&limit=2");
        JsonNode rest = get(
                "ann", OF_WEB + "&continue=" + first.at("/metadata/continue").asString());

        assertThat(first.path("items")
                        .valueStream()
                        .map(item -> item.path("resourceVersion").asString()))
                .containsExactly("30", "20");
        assertThat(first.at("/items/0/verb").asString()).isEqualTo("delete");
        assertThat(first.at("/items/0/by/kind").asString()).isEqualTo("User");
        assertThat(first.at("/items/0/by/name").asString()).isEqualTo("bob");
        assertThat(first.at("/items/1/object/metadata/resourceVersion").asString())
                .isEqualTo("20");
        assertThat(rest.path("items")
                        .valueStream()
                        .map(item -> item.path("resourceVersion").asString()))
                .containsExactly("10");
        assertThat(rest.at("/metadata/continue").isMissingNode()).isTrue();
    }

    @Test
    void isForWhoeverMayGetTheObject() {
        changed(10, JSON);

        assertThatThrownBy(() -> get("bob", OF_WEB))
                .hasMessageContaining("deployments.apps \"web\" is forbidden: User \"bob\" cannot get");
        assertThatThrownBy(() -> get("ann", "resource=deployments.apps&namespace=shop&name=other"))
                .hasMessageContaining("is forbidden");
        assertThatThrownBy(() -> get("ann", "resource=deployments&namespace=shop&name=web"))
                .hasMessageContaining("is forbidden");
    }

    @Test
    void knowsTheChangeThatMadeAStateByVersionAndByTime() {
        changed(10, JSON);
        changed(20, JSON);

        assertThat(get("ann", OF_WEB + "&at=19").at("/items/0/resourceVersion").asString())
                .isEqualTo("10");
        assertThat(get("ann", OF_WEB + "&at=" + TIME.plusSeconds(20))
                        .at("/items/0/resourceVersion")
                        .asString())
                .isEqualTo("20");
        assertThatThrownBy(() -> get("ann", OF_WEB + "&at=9"))
                .hasMessageContaining("it begins at " + TIME.plusSeconds(10));
    }

    @Test
    void takesAnObjectThatHasNotChangedForSoLongAsItIs() {
        store.commit(new Commit(List.of(new Write.Put(WEB, JSON)), List.of(), Commit.Origin.CLIENT, "ann"));

        assertThat(get("ann", OF_WEB + "&at=1").at("/items/0/object/kind").asString())
                .isEqualTo("Deployment");
        changed(10, JSON);
        assertThatThrownBy(() -> get("ann", OF_WEB + "&at=1")).hasMessageContaining("has no state in the history");
    }

    @Test
    void listsATypesObjectsAsTheyWere() {
        ObjectKey other = ObjectKey.of("apps", "deployments", "shop", "other");
        store.commit(new Commit(List.of(new Write.Put(other, JSON)), List.of(), Commit.Origin.CLIENT, "ann"));
        changed(10, JSON);
        changed(20, null);

        assertThat(get("ann", "resource=deployments.apps&at=10").path("items")).hasSize(2);
        assertThat(get("ann", "resource=deployments.apps&at=20").path("items")).hasSize(1);
        JsonNode before = get("ann", "resource=deployments.apps&at=9");
        assertThat(before.path("items")).hasSize(1);
        assertThat(before.at("/unknown/0").asString()).isEqualTo("deployments.apps shop/web");
        assertThatThrownBy(() -> get("ann", "resource=deployments.apps,secrets&at=9"))
                .hasMessageContaining("secrets is forbidden");
        assertThatThrownBy(() -> get("bob", "resource=deployments.apps&at=9")).hasMessageContaining("cannot list");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertThatThrownBy(() -> get("ann", "name=web")).hasMessageContaining("resource and name are needed");
        assertThatThrownBy(() -> get("ann", OF_WEB + "&at=yesterday")).hasMessageContaining("not 'yesterday'");
        assertThatThrownBy(() -> get("ann", OF_WEB + "&limit=0")).hasMessageContaining("from 1 to 500");
    }
}
