package dev.flotilla.e2e.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils inputs a little: by the byte, by the piece, and with words that have hurt other parsers. */
final class Mutator {
    private static final int BYTES_MAX = 64 << 10;
    private static final int REPEATS_MAX = 3_000;
    private static final List<String> WORDS = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "-1",
            "0",
            "1e400",
            "9223372036854775808",
            "-9223372036854775809",
            "0x10",
            "1.5",
            "NaN",
            ".inf",
            "\u0000",
            "\\u0000",
            "\\ud800",
            "\u00ff",
            "\ufeff",
            "\u2028",
            "[",
            "{",
            "]",
            "}",
            ":",
            ",",
            "\"",
            "'",
            "&a ",
            "*a",
            "<<: *a\n",
            "!!binary ",
            "!!float ",
            "? ",
            "- ",
            "---\n",
            "...\n",
            "%2e%2e%2f",
            "..%2f",
            "%00",
            "%zz",
            "%",
            "/",
            "//",
            "../",
            ";",
            "?",
            "#",
            "=",
            "&",
            "!",
            "in (",
            "notin ",
            ")",
            "\r\n",
            "\n",
            " ",
            "\t",
            "metadata",
            "name",
            "namespace",
            "resourceVersion",
            "uid",
            "apiVersion",
            "kind",
            "spec",
            "status",
            "generateName",
            "finalizers",
            "ownerReferences",
            "managedFields",
            "$patch",
            "$retainKeys",
            "$setElementOrder/containers",
            "f:metadata",
            "k:{\"name\":\"c\"}",
            "v:1",
            ".",
            "watch=true",
            "limit=-1",
            "continue=",
            "resourceVersion=9999999999",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: -1\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: websocket\r\n");

    private final Random random;
    private final List<byte[]> seeds;

    Mutator(Random random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = List.copyOf(seeds);
    }

    byte[] next() {
        byte[] input = seed();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            input = change(input);
        }
        return input.length > BYTES_MAX ? Arrays.copyOf(input, BYTES_MAX) : input;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] change(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = at + random.nextInt(Math.min(input.length - at, 64) + 1);
        return switch (random.nextInt(9)) {
            case 0 -> flipped(input);
            case 1 -> joined(input, at, new byte[0], end);
            case 2 -> joined(input, at, word(), at);
            case 3 -> joined(input, at, word(), end);
            case 4 -> joined(input, at, Arrays.copyOfRange(input, at, end), at);
            case 5 -> repeated(input, at, end);
            case 6 -> Arrays.copyOf(input, at);
            case 7 -> spliced(input, at);
            default -> joined(input, at, noise(), end);
        };
    }

    private byte[] flipped(byte[] input) {
        byte[] copy = input.clone();
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** Deep nesting, long names, long lists. */
    private byte[] repeated(byte[] input, int at, int end) {
        byte[] piece = random.nextBoolean() ? word() : Arrays.copyOfRange(input, at, Math.min(end, at + 8));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        int times = random.nextInt(REPEATS_MAX);
        for (int i = 0; i < times && many.size() < BYTES_MAX; i++) {
            many.writeBytes(piece);
        }
        return joined(input, at, many.toByteArray(), at);
    }

    private byte[] spliced(byte[] input, int at) {
        byte[] other = seed();
        int from = random.nextInt(other.length + 1);
        return joined(input, at, Arrays.copyOfRange(other, from, other.length), input.length);
    }

    private byte[] noise() {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] input, int at, byte[] middle, int from) {
        byte[] out = new byte[at + middle.length + input.length - from];
        System.arraycopy(input, 0, out, 0, at);
        System.arraycopy(middle, 0, out, at, middle.length);
        System.arraycopy(input, from, out, at + middle.length, input.length - from);
        return out;
    }
}
