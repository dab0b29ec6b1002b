package dev.flotilla.apiserver.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * A key that signs tokens with RS256. Its text form shows nothing but its id.
 *
 * @param id by which a token names it, made of the public key as a kube-apiserver does
 */
public record SigningKey(String id, RSAPublicKey publicKey, RSAPrivateCrtKey privateKey) {
    private static final int BITS = 2048;

    public static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return of((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /**
     * @param pem {@code PRIVATE KEY}, PKCS #8, as {@code openssl genpkey -algorithm RSA} writes it
     * @throws IllegalArgumentException if it is none of at least 2048 bits
     */
    public static SigningKey parse(String pem) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", ""));
            if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded))
                            instanceof RSAPrivateCrtKey key
                    && key.getModulus().bitLength() >= BITS) {
                return of(key);
            }
            throw new IllegalArgumentException("a signing key must have at least " + BITS + " bits");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "not an RSA private key in PKCS #8 form; openssl genpkey -algorithm RSA makes one", e);
        }
    }

    private static SigningKey of(RSAPrivateCrtKey key) throws GeneralSecurityException {
        RSAPublicKey published = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(published.getEncoded());
        return new SigningKey(Base64.getUrlEncoder().withoutPadding().encodeToString(digest), published, key);
    }

    /** What {@link #parse} reads. */
    public String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
