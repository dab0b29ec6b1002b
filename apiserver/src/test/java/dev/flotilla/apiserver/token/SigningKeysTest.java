package dev.flotilla.apiserver.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SigningKeysTest {
    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theKeyOfTheLastNameSignsAndAllVerify() {
        SigningKey old = SigningKey.generate();
        SigningKey fresh = SigningKey.generate();
        ObjectNode secret = ObjectJson.mapper().createObjectNode();
        secret.putObject("metadata").put("name", "keys");
        secret.putObject("data")
                .put("2026-01-01.pem", base64(old.pem()))
                .put("2026-06-01.pem", base64(fresh.pem()))
                .put("note", base64("not a key"));

        SigningKeys keys =
                SigningKeys.of(StoredObject.of(ObjectKey.of("", "secrets", "x", "keys"), 1, ObjectJson.encode(secret)));

        assertThat(keys.signer()).isEqualTo(fresh);
        assertThat(keys.named(old.id())).containsExactly(old);
        ObjectNode claims = ObjectJson.mapper().createObjectNode().put("iss", "me");
        for (SigningKey key : List.of(old, fresh)) {
            assertThat(Jws.refusal(Jws.parse(Jws.sign(claims, key)).orElseThrow(), keys))
                    .isEmpty();
        }
        assertThat(Jws.refusal(
                        Jws.parse(Jws.sign(claims, SigningKey.generate())).orElseThrow(), keys))
                .hasValue("invalid signature, no keys found");
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThatThrownBy(() -> SigningKey.parse("nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl genpkey -algorithm RSA");
    }

    @Test
    void neverShowsAKey() {
        SigningKey key = SigningKey.generate();

        assertThat(new SigningKeys(List.of(key)).toString())
                .doesNotContain(key.privateKey().getPrivateExponent().toString())
                .contains(key.id());
    }
}
