package dev.flotilla.replication.backup;

import dev.flotilla.api.store.ObjectJson;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import tools.jackson.core.JacksonException;

/** Reads one backup from its beginning to its end, and is sure of every byte. */
public final class BackupReader {
    private final DataInputStream in;
    private final Digested digested;
    private final BackupHead head;
    private int blocks;
    private long count;

    /** Takes the objects as they come; nothing is certain about the file before it has been read to its end. */
    public interface Taker {
        void take(BackupObject object) throws IOException;
    }

    private static final class Digested extends FilterInputStream {
        private final MessageDigest digest = Sha256.digest();

        Digested(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                digest.update((byte) read);
            }
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read > 0) {
                digest.update(into, offset, read);
            }
            return read;
        }

        String soFar() {
            try {
                return Sha256.hex((MessageDigest) digest.clone());
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException("the JDK's SHA-256 can be copied", impossible);
            }
        }
    }

    /**
     * Reads as far as the head.
     *
     * @throws BackupRefusedException if it is no backup that this version can read
     */
    public BackupReader(InputStream file) throws IOException {
        digested = new Digested(file);
        in = new DataInputStream(digested);
        if (!Arrays.equals(in.readNBytes(BackupWriter.MAGIC.length), BackupWriter.MAGIC)) {
            throw new BackupRefusedException("the file is no backup of a Flotilla hub: it begins otherwise");
        }
        Block first = next();
        if (first.type() != Block.Type.HEAD) {
            throw new BackupRefusedException("the file does not begin with what it is a backup of");
        }
        head = parsed(first, BackupHead.class);
        if (head.format() != BackupHead.FORMAT) {
            throw new BackupRefusedException("the backup has format " + head.format() + ", this version reads "
                    + BackupHead.FORMAT + "; use the version that wrote it, or a later one");
        }
    }

    public BackupHead head() {
        return head;
    }

    /**
     * @return how many objects there were
     * @throws BackupRefusedException if the file is not complete or not as it was written
     */
    public long readAll(Taker taker) throws IOException {
        while (true) {
            String before = digested.soFar();
            Block block = next();
            switch (block.type()) {
                case HEAD -> throw new BackupRefusedException("the file begins twice; use another backup");
                case OBJECTS -> objects(block, taker);
                case END -> {
                    end(parsed(block, BackupEnd.class), before);
                    return count;
                }
            }
        }
    }

    private Block next() throws IOException {
        return Block.read(in, blocks++);
    }

    private void objects(Block block, Taker taker) throws IOException {
        DataInputStream objects = new DataInputStream(new ByteArrayInputStream(block.content()));
        while (objects.available() > 0) {
            BackupObject object;
            try {
                object = ObjectCodec.read(objects);
            } catch (EOFException | IllegalArgumentException invalid) {
                throw new BackupRefusedException("block " + (blocks - 1) + " holds something that is no object");
            }
            count++;
            taker.take(object);
        }
    }

    private void end(BackupEnd end, String sum) throws IOException {
        if (end.objects() != count || !end.sha256().equals(sum)) {
            throw new BackupRefusedException(
                    "the file's sums do not agree with what is in it: it has been changed; use" + " another backup");
        }
        if (in.read() >= 0) {
            throw new BackupRefusedException("something follows the backup's end; use another backup");
        }
    }

    private static <T> T parsed(Block block, Class<T> type) throws BackupRefusedException {
        try {
            return ObjectJson.mapper().readValue(block.content(), type);
        } catch (JacksonException invalid) {
            throw new BackupRefusedException(
                    "a block of the file cannot be understood: " + invalid.getOriginalMessage());
        }
    }
}
