package dev.flotilla.simulator.container;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Regular files in the format of tar (ustar), as far as {@code kubectl cp} needs it. */
final class Tape {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final int CHECKSUM_AT = 148;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;

    private Tape() {}

    static void write(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] given = name.getBytes(StandardCharsets.UTF_8);
        if (given.length > NAME) {
            throw new IOException("tar: " + name + ": file name is too long");
        }
        put(header, 0, given);
        put(header, 100, ascii("0000644\0"));
        put(header, 108, ascii("0000000\0"));
        put(header, 116, ascii("0000000\0"));
        put(header, SIZE_AT, ascii(String.format("%011o\0", content.length)));
        put(header, 136, ascii("00000000000\0"));
        put(header, CHECKSUM_AT, ascii("        "));
        header[TYPE_AT] = '0';
        put(header, 257, ascii("ustar\00000"));
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, CHECKSUM_AT, ascii(String.format("%06o\0 ", sum)));
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    /** Takes each file in turn. */
    interface Taker {
        void take(String name, byte[] content) throws IOException;
    }

    static void read(InputStream in, Taker taker) throws IOException {
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            int size = size(header);
            byte[] content = in.readNBytes(size);
            if (content.length < size) {
                throw new EOFException("tar: Unexpected EOF in archive");
            }
            in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
                String prefix = text(header, PREFIX_AT, PREFIX_LENGTH);
                String name = text(header, 0, NAME);
                taker.take(prefix.isEmpty() ? name : prefix + "/" + name, content);
            }
        }
    }

    private static int size(byte[] header) throws IOException {
        try {
            long size = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH).strip(), 8);
            if (size >= 0 && size <= Files.BYTES_MAX) {
                return (int) size;
            }
        } catch (NumberFormatException e) {
            throw new IOException("tar: This does not look like a tar archive", e);
        }
        throw new IOException("tar: a file is larger than this container has room for");
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(header, at, end), StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(byte[] header, int at, byte[] value) {
        System.arraycopy(value, 0, header, at, value.length);
    }
}
