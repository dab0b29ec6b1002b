package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Write;
import dev.flotilla.apiserver.token.SigningKey;
import dev.flotilla.apiserver.token.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class TokenKeysTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final OnceMade once = new OnceMade(
            store,
            new EffectCommits(new ObjectLifecycle(_ -> KindRules.NONE), SnapshotCatalog.of(List.of())::at)::commit,
            () -> NOW);

    private void change(Consumer<ObjectNode> data) {
        ObjectNode secret = store.snapshot().get(TokenKeys.SECRET).orElseThrow().tree();
        data.accept((ObjectNode) secret.path("data"));
        store.commit(new Commit(
                List.of(new Write.Put(TokenKeys.SECRET, ObjectJson.encode(secret))),
                List.of(),
                Commit.Origin.CLIENT,
                "test"));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theFirstNodeMakesTheKeyAndTheOthersFindIt() {
        TokenKeys.ensure(once, NOW);
        SigningKeys made = new TokenKeys(store).get();

        TokenKeys.ensure(once, NOW);

        assertThat(new TokenKeys(store).get()).isEqualTo(made);
        assertThat(made.keys()).hasSize(1);
    }

    @Test
    void aKeyThatIsAddedSignsAndTheOldOneStillVerifies() {
        TokenKeys.ensure(once, NOW);
        TokenKeys keys = new TokenKeys(store);
        SigningKey old = keys.get().signer();
        SigningKey fresh = SigningKey.generate();

        change(data -> data.put("2026-07-01T000000Z.pem", encoded(fresh.pem())));

        assertThat(keys.get().keys()).containsExactly(fresh, old);
        assertThat(keys.get()).as("read once").isSameAs(keys.get());
    }

    @Test
    void whatCannotBeReadLeavesTheLastKeys() {
        TokenKeys.ensure(once, NOW);
        TokenKeys keys = new TokenKeys(store);
        SigningKeys good = keys.get();

        change(data -> data.put("2026-07-01T000000Z.pem", encoded("nonsense")));

        assertThat(keys.get()).isEqualTo(good);
        assertThatThrownBy(() -> new TokenKeys(store).get()).isInstanceOf(IllegalArgumentException.class);
    }
}
