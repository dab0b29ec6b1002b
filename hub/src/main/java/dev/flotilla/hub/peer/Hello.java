package dev.flotilla.hub.peer;

import java.nio.charset.StandardCharsets;

/**
 * A node's sign of life to the one that leads.
 *
 * @param fit whether it can hold slices: it is near the log's end, and not about to leave
 */
record Hello(String node, boolean fit) {
    private static final int NODE_BYTES_MAX = 253;

    byte[] bytes() {
        byte[] name = node.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[name.length + 1];
        bytes[0] = (byte) (fit ? 1 : 0);
        System.arraycopy(name, 0, bytes, 1, name.length);
        return bytes;
    }

    /** @throws IllegalArgumentException if it is none */
    static Hello of(byte[] bytes) {
        if (bytes.length < 2 || bytes.length > NODE_BYTES_MAX + 1 || bytes[0] < 0 || bytes[0] > 1) {
            throw new IllegalArgumentException("not a node's sign of life, but " + bytes.length + " bytes");
        }
        return new Hello(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8), bytes[0] == 1);
    }
}
