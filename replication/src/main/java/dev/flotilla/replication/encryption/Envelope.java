package dev.flotilla.replication.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A data key, wrapped. As bytes: the form (1), the length of the master key's id, the id, and the data key sealed under
 * that master key and bound to the id.
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record Envelope(String keyId, byte[] wrapped) {
    private static final byte FORM = 1;
    private static final int WRAPPED_BYTES = AesGcm.NONCE_BYTES + MasterKey.BYTES + AesGcm.TAG_BYTES;

    static Envelope wrap(MasterKey master, byte[] dataKey, SecureRandom random) {
        return new Envelope(master.id(), AesGcm.seal(master.secret(), dataKey, bound(master.id()), random));
    }

    /** @return empty if another key than this sealed it, or it was changed */
    Optional<SecretKey> unwrap(MasterKey master) {
        return AesGcm.open(master.secret(), wrapped, bound(keyId))
                .map(bytes -> new SecretKeySpec(bytes, AesGcm.ALGORITHM));
    }

    byte[] bytes() {
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + id.length + wrapped.length)
                .put(FORM)
                .put((byte) id.length)
                .put(id)
                .put(wrapped)
                .array();
    }

    /** @return empty if the bytes are no envelope of this form */
    static Optional<Envelope> parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.remaining() < 2 || in.get() != FORM) {
            return Optional.empty();
        }
        int length = in.get();
        if (length <= 0 || in.remaining() != length + WRAPPED_BYTES) {
            return Optional.empty();
        }
        byte[] id = new byte[length];
        byte[] wrapped = new byte[WRAPPED_BYTES];
        in.get(id).get(wrapped);
        return Optional.of(new Envelope(new String(id, StandardCharsets.US_ASCII), wrapped));
    }

    private static byte[] bound(String keyId) {
        return ("key " + keyId).getBytes(StandardCharsets.US_ASCII);
    }
}
