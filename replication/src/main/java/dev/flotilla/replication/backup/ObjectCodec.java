package dev.flotilla.replication.backup;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.encryption.Sealed;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An object in a block: its key's path (length 2, UTF-8), its version (8), the envelope (length 2; empty for a value in
 * plain), the value (length 4).
 */
final class ObjectCodec {
    private ObjectCodec() {}

    static void write(BackupObject object, DataOutputStream out) throws IOException {
        byte[] path = object.key().path().getBytes(StandardCharsets.UTF_8);
        out.writeShort(path.length);
        out.write(path);
        out.writeLong(object.resourceVersion());
        switch (object.content()) {
            case BackupObject.Plain(byte[] json) -> {
                out.writeShort(0);
                out.writeInt(json.length);
                out.write(json);
            }
            case BackupObject.Encrypted(Sealed(byte[] envelope, byte[] value)) -> {
                out.writeShort(envelope.length);
                out.write(envelope);
                out.writeInt(value.length);
                out.write(value);
            }
        }
    }

    static BackupObject read(DataInputStream in) throws IOException {
        ObjectKey key = ObjectKey.parse(new String(bytes(in, in.readUnsignedShort()), StandardCharsets.UTF_8));
        long version = in.readLong();
        byte[] envelope = bytes(in, in.readUnsignedShort());
        byte[] value = bytes(in, in.readInt());
        return new BackupObject(
                key,
                version,
                envelope.length == 0
                        ? new BackupObject.Plain(value)
                        : new BackupObject.Encrypted(new Sealed(envelope, value)));
    }

    private static byte[] bytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[Math.clamp(length, 0, Block.CONTENT_BYTES_MAX)];
        in.readFully(bytes);
        return bytes;
    }
}
