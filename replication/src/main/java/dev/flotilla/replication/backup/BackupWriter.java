package dev.flotilla.replication.backup;

import dev.flotilla.api.store.ObjectJson;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/** Writes one backup, a block at a time; it is none before {@link #finish()}. */
public final class BackupWriter {
    static final byte[] MAGIC = "FLOTILLA-BACKUP\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int BLOCK_BYTES = 1 << 20;

    private final OutputStream out;
    private final MessageDigest digest = Sha256.digest();
    private final ByteArrayOutputStream objects = new ByteArrayOutputStream(BLOCK_BYTES);
    private int blocks;
    private long count;

    /** @param out stays open */
    public BackupWriter(OutputStream out, BackupHead head) throws IOException {
        this.out = out;
        write(MAGIC);
        write(new Block(Block.Type.HEAD, ObjectJson.mapper().writeValueAsBytes(head)));
    }

    public void add(BackupObject object) throws IOException {
        if (objects.size() > 0 && objects.size() + object.content().bytes() > BLOCK_BYTES) {
            flush();
        }
        try (DataOutputStream data = new DataOutputStream(objects)) {
            ObjectCodec.write(object, data);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        count++;
    }

    private void flush() throws IOException {
        write(new Block(Block.Type.OBJECTS, objects.toByteArray()));
        objects.reset();
    }

    public void finish() throws IOException {
        if (objects.size() > 0) {
            flush();
        }
        BackupEnd end = new BackupEnd(count, Sha256.hex(digest));
        write(new Block(Block.Type.END, ObjectJson.mapper().writeValueAsBytes(end)));
        out.flush();
    }

    private void write(Block block) throws IOException {
        write(block.bytes(blocks));
        blocks++;
    }

    private void write(byte[] bytes) throws IOException {
        digest.update(bytes);
        out.write(bytes);
    }
}
