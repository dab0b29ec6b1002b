package dev.flotilla.dr.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void readsBackTheKeyItWroteAsPem() {
        VerifyingKey key = SampleKeys.fresh().verifying();

        VerifyingKey read = VerifyingKey.ofPem(key.pem());

        assertThat(read.encoded()).isEqualTo(key.encoded());
        assertThat(read.fingerprint()).isEqualTo(key.fingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    void refusesAPairThatDoesNotBelongTogether() throws GeneralSecurityException {
        KeyPair one = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        assertThatThrownBy(() -> SigningKey.of(
                        one.getPrivate().getEncoded(), other.getPublic().getEncoded()))
                .hasMessageContaining("does not belong");
    }

    @Test
    void refusesKeysOfAnotherKind() throws GeneralSecurityException {
        KeyPair curve = KeyPairGenerator.getInstance("EC").generateKeyPair();

        assertThatThrownBy(() -> VerifyingKey.ofX509(curve.getPublic().getEncoded()))
                .hasMessageContaining("not an Ed25519 public key");
        assertThatThrownBy(() -> VerifyingKey.ofPem("hello")).hasMessageContaining("BEGIN PUBLIC KEY");
    }
}
