package dev.flotilla.dr.evidence;

import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes as a short line of text: zlib, then Base64. */
final class Packed {
    /** More than any report; a file cannot make its reader hold more. */
    private static final int UNPACKED_BYTES_MAX = 64 << 20;

    private static final int CHUNK_BYTES = 64 << 10;

    private Packed() {}

    static String pack(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[CHUNK_BYTES];
            int length = 0;
            while (!deflater.finished()) {
                packed = length == packed.length ? Arrays.copyOf(packed, 2 * length) : packed;
                length += deflater.deflate(packed, length, packed.length - length);
            }
            return Base64.getEncoder().encodeToString(Arrays.copyOf(packed, length));
        } finally {
            deflater.end();
        }
    }

    /** @throws IllegalArgumentException if nothing was packed so */
    static byte[] unpack(String text) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(text));
            byte[] bytes = new byte[CHUNK_BYTES];
            int length = 0;
            while (!inflater.finished()) {
                bytes = length == bytes.length ? grown(bytes) : bytes;
                int more = inflater.inflate(bytes, length, bytes.length - length);
                if (more == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("the report it carries is cut off");
                }
                length += more;
            }
            return Arrays.copyOf(bytes, length);
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException("the report it carries cannot be unpacked", broken);
        } finally {
            inflater.end();
        }
    }

    private static byte[] grown(byte[] bytes) {
        if (bytes.length >= UNPACKED_BYTES_MAX) {
            throw new IllegalArgumentException("the report it carries is larger than any report");
        }
        return Arrays.copyOf(bytes, 2 * bytes.length);
    }
}
