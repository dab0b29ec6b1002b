package dev.flotilla.apiserver.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSecretsTest {
    private static final ObjectKey SECRET = ObjectKey.of("", "secrets", "n", "s");
    private static final StoredObject ACCOUNT = Objects.stored(
            ObjectKey.of("", "serviceaccounts", "n", "robot"),
            1,
            "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"robot\",\"uid\":\"u1\"}}");
    private final TokenSecrets controller = new TokenSecrets(token -> "signed for " + token.account(), "authority");

    private static StoredObject secret(String type, String annotations, String data) {
        return Objects.stored(SECRET, 2, """
                {"apiVersion":"v1","kind":"Secret","type":"%s","metadata":{"name":"s","namespace":"n","annotations":{%s}},
                 "data":{%s}}""".formatted(type, annotations, data));
    }

    private static StoredObject tokenSecret(String more, String data) {
        return secret(
                "kubernetes.io/service-account-token", "\"kubernetes.io/service-account.name\":\"robot\"" + more, data);
    }

    private List<Effect> decide(Snapshot snapshot) {
        return controller.decide(snapshot, SECRET, Instant.EPOCH).effects();
    }

    @Test
    void fillsWhatIsMissing() {
        assertThat(decide(StateTable.EMPTY.put(ACCOUNT).put(tokenSecret("", ""))))
                .singleElement()
                .isInstanceOfSatisfying(Effect.Update.class, update -> {
                    assertThat(update.object().path("data").properties()).hasSize(3);
                    assertThat(update.object().at("/data/token").asString()).isEqualTo("c2lnbmVkIGZvciByb2JvdA==");
                    assertThat(update.object()
                                    .at("/metadata/annotations/kubernetes.io~1service-account.uid")
                                    .asString())
                            .isEqualTo("u1");
                });
    }

    @Test
    void leavesWhatIsFullAndWhatIsOfAnotherType() {
        String full = "\"token\":\"dA==\",\"ca.crt\":\"Yw==\",\"namespace\":\"bg==\"";
        String uid = ",\"kubernetes.io/service-account.uid\":\"u1\"";

        assertThat(decide(StateTable.EMPTY.put(ACCOUNT).put(tokenSecret(uid, full))))
                .isEmpty();
        assertThat(decide(StateTable.EMPTY.put(ACCOUNT).put(secret("Opaque", "", ""))))
                .isEmpty();
    }

    @Test
    void takesAwayWhatBelongsToAnAccountThatIsGone() {
        String uid = ",\"kubernetes.io/service-account.uid\":\"u0\"";

        assertThat(decide(StateTable.EMPTY.put(tokenSecret("", ""))))
                .singleElement()
                .isInstanceOf(Effect.Delete.class);
        assertThat(decide(StateTable.EMPTY.put(ACCOUNT).put(tokenSecret(uid, ""))))
                .singleElement()
                .isInstanceOf(Effect.Delete.class);
    }

    @Test
    void anAccountConcernsItsSecrets() {
        Snapshot snapshot = StateTable.EMPTY.put(ACCOUNT).put(tokenSecret("", ""));

        assertThat(controller.concerns(snapshot, new Change(ACCOUNT.key(), ACCOUNT, null, 3)))
                .containsExactly(SECRET);
    }
}
