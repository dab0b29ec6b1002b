package dev.flotilla.replication.backup;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A part of the file. As bytes: the type (1), the length of what follows compressed and uncompressed (4 each), a CRC32C
 * (4) over the block's number in the file and all else of it, the content compressed with DEFLATE.
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a file or from one, and never changed
record Block(Type type, byte[] content) {
    static final int CONTENT_BYTES_MAX = 8 << 20;
    private static final int HEAD_BYTES = 13;

    /** The letter is what the file has. */
    enum Type {
        HEAD('H'),
        OBJECTS('O'),
        END('E');

        private final byte letter;

        Type(char letter) {
            this.letter = (byte) letter;
        }

        static Optional<Type> of(byte letter) {
            for (Type type : values()) {
                if (type.letter == letter) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    byte[] bytes(int number) {
        byte[] compressed = deflated(content);
        return ByteBuffer.allocate(HEAD_BYTES + compressed.length)
                .put(type.letter)
                .putInt(compressed.length)
                .putInt(content.length)
                .putInt(checksum(number, type.letter, content.length, compressed))
                .put(compressed)
                .array();
    }

    private static int checksum(int number, byte letter, int length, byte[] compressed) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(13)
                .putInt(number)
                .put(letter)
                .putInt(compressed.length)
                .putInt(length)
                .flip());
        sum.update(compressed);
        return (int) sum.getValue();
    }

    /** @throws BackupRefusedException if the next bytes are not the whole block that was written there */
    static Block read(DataInputStream in, int number) throws IOException {
        try {
            Optional<Type> type = Type.of(in.readByte());
            int compressedLength = in.readInt();
            int length = in.readInt();
            int expected = in.readInt();
            if (type.isEmpty()
                    || compressedLength < 0
                    || compressedLength > bound(CONTENT_BYTES_MAX)
                    || length < 0
                    || length > CONTENT_BYTES_MAX) {
                throw changed(number);
            }
            byte[] compressed = in.readNBytes(compressedLength);
            if (compressed.length < compressedLength) {
                throw new EOFException();
            }
            if (checksum(number, type.get().letter, length, compressed) != expected) {
                throw changed(number);
            }
            return new Block(type.get(), inflated(compressed, length, number));
        } catch (EOFException cut) {
            throw new BackupRefusedException(
                    "the file ends within block " + number + ": it is not complete; use another backup");
        }
    }

    private static BackupRefusedException changed(int number) {
        return new BackupRefusedException(
                "block " + number + " is not as it was written: the file has been changed; use another backup");
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(content);
            deflater.finish();
            byte[] compressed = new byte[bound(content.length)];
            int length = deflater.deflate(compressed);
            return Arrays.copyOf(compressed, length);
        }
    }

    /** What compression makes of the least compressible, and somewhat more. */
    private static int bound(int length) {
        return length + (length >> 8) + 1_024;
    }

    private static byte[] inflated(byte[] compressed, int length, int number) throws BackupRefusedException {
        byte[] content = new byte[length];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(compressed);
            int inflated = 0;
            while (inflated < length) {
                int more = inflater.inflate(content, inflated, length - inflated);
                if (more == 0) {
                    throw changed(number);
                }
                inflated += more;
            }
            return content;
        } catch (DataFormatException invalid) {
            throw changed(number);
        }
    }
}
