package dev.flotilla.replication.encryption;

import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that wraps data keys. Its id stands in every record that was sealed under it, and is never given to another
 * key.
 */
public final class MasterKey {
    static final int BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9._]{0,61}[A-Za-z0-9])?");

    private final String id;
    private final SecretKey secret;

    private MasterKey(String id, SecretKey secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * @param bytes 32 of them, for AES-256
     * @throws IllegalArgumentException if they are not as many, or the id is not one; the message holds no key
     */
    public static MasterKey of(String id, byte[] bytes) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' cannot be a key's id: use at most 63 letters, digits,"
                    + " '-', '.' and '_', beginning and ending with a letter or digit");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("the key '" + id + "' has " + bytes.length + " bytes, AES-256 takes "
                    + BYTES + "; make one with: head -c 32 /dev/urandom | base64");
        }
        return new MasterKey(id, new SecretKeySpec(bytes, AesGcm.ALGORITHM));
    }

    public String id() {
        return id;
    }

    SecretKey secret() {
        return secret;
    }

    /** The id alone. */
    @Override
    public String toString() {
        return id;
    }
}
