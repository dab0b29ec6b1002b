package dev.flotilla.hub.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import dev.flotilla.replication.encryption.KeyRing;
import dev.flotilla.replication.encryption.MasterKey;
import dev.flotilla.replication.encryption.RecordCipher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RewriteSecretsTest {
    private static final ObjectKey SECRET = ObjectKey.of("", "secrets", "shop", "db");
    private static final ObjectKey OTHER = ObjectKey.of("", "configmaps", "shop", "db");

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    private static ApiRequest request(String method) {
        return new ApiRequest(
                method,
                RewriteSecrets.PATH,
                Query.EMPTY,
                Map.of(),
                new byte[0],
                UserInfo.authenticated("ann", List.of()),
                false);
    }

    private StoredObject stored(ObjectKey key) {
        return store.snapshot().get(key).orElseThrow();
    }

    @Test
    void writesTheSameUnderANewVersionAndLeavesOtherKindsAlone() {
        byte[] json = "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"}}".getBytes(StandardCharsets.UTF_8);
        store.commit(new Commit(
                List.of(new Write.Put(SECRET, json), new Write.Put(OTHER, json)),
                List.of(),
                Commit.Origin.CLIENT,
                "ann"));
        long secret = stored(SECRET).resourceVersion();
        long other = stored(OTHER).resourceVersion();
        KeyRing keys =
                KeyRing.of(List.of(MasterKey.of("young", new byte[32]), MasterKey.of("old", new byte[32])), "test");

        ApiResponse response =
                new RewriteSecrets(store, RecordCipher.of(keys, Set.of(SECRET.resource()))).handle(request("POST"));

        JsonNode answer = ObjectJson.parse(((ApiResponse.Whole) response).body());
        assertThat(answer.toString()).isEqualTo("{\"key\":\"young\",\"objects\":1,\"otherKeys\":[\"old\"]}");
        assertThat(stored(SECRET).resourceVersion()).isGreaterThan(secret);
        assertThat(stored(SECRET).storedJson()).isEqualTo(json);
        assertThat(stored(OTHER).resourceVersion()).isEqualTo(other);
    }

    @Test
    void refusesOtherMethodsAndAHubWithoutKeys() {
        RewriteSecrets without = new RewriteSecrets(store, RecordCipher.NONE);

        assertThatThrownBy(() -> without.handle(request("GET"))).hasMessageContaining("use POST");
        assertThatThrownBy(() -> without.handle(request("POST"))).hasMessageContaining("it has no keys");
    }
}
