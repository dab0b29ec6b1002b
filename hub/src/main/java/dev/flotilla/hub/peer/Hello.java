package dev.flotilla.hub.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A node's sign of life to the others.
 *
 * @param fit whether it can hold slices: it is near the log's end, and not about to leave
 * @param position how far it has read the log
 */
record Hello(String node, boolean fit, long position) {
    private static final int NODE_BYTES_MAX = 253;
    private static final int HEAD_BYTES = 1 + Long.BYTES;

    byte[] bytes() {
        byte[] name = node.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD_BYTES + name.length)
                .put((byte) (fit ? 1 : 0))
                .putLong(position)
                .put(name)
                .array();
    }

    /** @throws IllegalArgumentException if it is none */
    static Hello of(byte[] bytes) {
        if (bytes.length <= HEAD_BYTES || bytes.length > NODE_BYTES_MAX + HEAD_BYTES || bytes[0] < 0 || bytes[0] > 1) {
            throw new IllegalArgumentException("not a node's sign of life, but " + bytes.length + " bytes");
        }
        return new Hello(
                new String(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES, StandardCharsets.UTF_8),
                bytes[0] == 1,
                ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong());
    }
}
