package dev.flotilla.dr.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private Ed25519 key with its public one. Its signatures depend on key and content alone. */
public final class SigningKey {
    private static final byte[] PROBE = "do these keys belong together?".getBytes(StandardCharsets.UTF_8);

    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /**
     * @param pkcs8 the private key, as {@link PrivateKey#getEncoded} gives it
     * @param x509 the public key, as {@link java.security.PublicKey#getEncoded} gives it
     * @throws IllegalArgumentException if either is no Ed25519 key, or they do not belong together
     */
    public static SigningKey of(byte[] pkcs8, byte[] x509) {
        SigningKey pair;
        try {
            pair = new SigningKey(
                    KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    VerifyingKey.ofX509(x509));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "it is not an Ed25519 private key (" + unreadable.getMessage() + ")", unreadable);
        }
        if (!pair.verifying.verifies(PROBE, pair.sign(PROBE))) {
            throw new IllegalArgumentException(
                    "the private key does not belong to the public key " + pair.verifying.fingerprint());
        }
        return pair;
    }

    public VerifyingKey verifying() {
        return verifying;
    }

    byte[] sign(byte[] content) {
        try {
            Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
            signer.initSign(key);
            signer.update(content);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an Ed25519 key can sign anything", impossible);
        }
    }
}
