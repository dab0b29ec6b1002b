package dev.flotilla.replication.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The parts that messages are made of. Reading takes no more memory than the message itself. */
final class Fields {
    private static final int LENGTH_MAX = 16 << 20;
    private static final int COUNT_MAX = 100_000;

    private Fields() {}

    /** One of the names of an enum. */
    static <T extends Enum<T>> T one(DataInputStream in, Class<T> of) throws IOException {
        return Enum.valueOf(of, text(in));
    }

    static int count(DataInputStream in) throws IOException {
        return bounded(in.readInt(), COUNT_MAX);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        int length = bounded(in.readInt(), Math.min(LENGTH_MAX, in.available()));
        return in.readNBytes(length);
    }

    private static int bounded(int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("a torn message: " + value + " of at most " + most);
        }
        return value;
    }
}
