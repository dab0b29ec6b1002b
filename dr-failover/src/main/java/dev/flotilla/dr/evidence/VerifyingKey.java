package dev.flotilla.dr.evidence;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** A public Ed25519 key: who has it can tell what was signed with the private one, and cannot sign. */
public final class VerifyingKey {
    static final String ALGORITHM = "Ed25519";

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int PEM_WIDTH = 64;

    private final PublicKey key;

    private VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException if it is not the X.509 encoding of an Ed25519 key */
    public static VerifyingKey ofX509(byte[] encoded) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            if (!Arrays.equals(key.getEncoded(), encoded)) {
                throw new IllegalArgumentException("the key is not encoded as X.509 has it");
            }
            Signature.getInstance(ALGORITHM).initVerify(key); // refuses what is no point of the curve
            return new VerifyingKey(key);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    "it is not an Ed25519 public key (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    /** @throws IllegalArgumentException if it is not the PEM form of an Ed25519 public key */
    public static VerifyingKey ofPem(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("there is no " + BEGIN + " in it");
        }
        return ofX509(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
    }

    public String pem() {
        Base64.Encoder lines = Base64.getMimeEncoder(PEM_WIDTH, new byte[] {'\n'});
        return BEGIN + "\n" + lines.encodeToString(key.getEncoded()) + "\n" + END + "\n";
    }

    /** The X.509 encoding. */
    public byte[] encoded() {
        return key.getEncoded();
    }

    /** By which people compare keys: the SHA-256 of the X.509 encoding, in lower-case hex. */
    public String fingerprint() {
        return HashChain.sha256(key.getEncoded());
    }

    boolean verifies(byte[] content, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (SignatureException notOne) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a key that was tried can verify anything", impossible);
        }
    }
}
