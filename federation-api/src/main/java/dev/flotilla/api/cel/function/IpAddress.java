package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.KubernetesTypes;
import dev.flotilla.api.cel.value.Opaque;
import dev.flotilla.api.cel.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** An IPv4 or IPv6 address. */
final class IpAddress implements Opaque, Values.Sized {
    private static final int V4 = 4;
    private static final int V6 = 16;
    private final byte[] bytes;

    IpAddress(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The address; empty if the text is none, or has a zone. */
    static Optional<IpAddress> parse(String text) {
        return (text.contains(":") ? sixteen(text) : four(text)).map(IpAddress::new);
    }

    private static Optional<byte[]> four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[V4];
        for (int i = 0; i < V4; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> sixteen(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::") || text.contains(":::")) {
            return Optional.empty();
        }
        Optional<List<Byte>> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        Optional<List<Byte>> tail = gap < 0 ? Optional.of(List.of()) : groups(text.substring(gap + 2), true);
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int given = head.get().size() + tail.get().size();
        if (gap < 0 ? given != V6 : given > V6 - 2) {
            return Optional.empty();
        }
        byte[] bytes = new byte[V6];
        for (int i = 0; i < head.get().size(); i++) {
            bytes[i] = head.get().get(i);
        }
        for (int i = 0; i < tail.get().size(); i++) {
            bytes[V6 - tail.get().size() + i] = tail.get().get(i);
        }
        return Optional.of(bytes);
    }

    private static Optional<List<Byte>> groups(String text, boolean last) {
        List<Byte> bytes = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(bytes);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (last && i == parts.length - 1 && parts[i].contains(".")) {
                Optional<byte[]> four = four(parts[i]);
                if (four.isEmpty()) {
                    return Optional.empty();
                }
                for (byte each : four.get()) {
                    bytes.add(each);
                }
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                int group = HexFormat.fromHexDigits(parts[i]);
                bytes.add((byte) (group >> 8));
                bytes.add((byte) group);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes);
    }

    boolean isFour() {
        return bytes.length == V4;
    }

    boolean isFourInSix() {
        if (isFour()) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return at(10) == 0xff && at(11) == 0xff;
    }

    int bits() {
        return bytes.length * 8;
    }

    int at(int index) {
        return bytes[index] & 0xff;
    }

    boolean isUnspecified() {
        return equals(new IpAddress(new byte[bytes.length]));
    }

    boolean isLoopback() {
        byte[] one = new byte[V6];
        one[V6 - 1] = 1;
        return isFour() ? at(0) == 127 : Arrays.equals(bytes, one);
    }

    private boolean isMulticast() {
        return isFour() ? (at(0) & 0xf0) == 0xe0 : at(0) == 0xff;
    }

    boolean isLinkLocalMulticast() {
        return isFour() ? at(0) == 224 && at(1) == 0 && at(2) == 0 : at(0) == 0xff && (at(1) & 0x0f) == 2;
    }

    boolean isLinkLocalUnicast() {
        return isFour() ? at(0) == 169 && at(1) == 254 : at(0) == 0xfe && (at(1) & 0xc0) == 0x80;
    }

    boolean isGlobalUnicast() {
        boolean broadcast = isFour() && at(0) == 255 && at(1) == 255 && at(2) == 255 && at(3) == 255;
        return !broadcast && !isUnspecified() && !isLoopback() && !isMulticast() && !isLinkLocalUnicast();
    }

    /** Whether the first bits are those of another address of the same family. */
    boolean shares(int prefix, IpAddress other) {
        return bytes.length == other.bytes.length && masked(prefix).equals(other.masked(prefix));
    }

    IpAddress masked(int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < bits(); bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return new IpAddress(masked);
    }

    @Override
    public CelType type() {
        return KubernetesTypes.IP;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return isFour() ? at(0) + "." + at(1) + "." + at(2) + "." + at(3) : compressed();
    }

    private String compressed() {
        if (isFourInSix()) {
            return "::ffff:" + at(12) + "." + at(13) + "." + at(14) + "." + at(15);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        return at(2 * index) << 8 | at(2 * index + 1);
    }
}
