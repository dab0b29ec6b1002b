package dev.flotilla.replication.backup;

import dev.flotilla.replication.encryption.Opened;
import dev.flotilla.replication.encryption.RecordCipher;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A backup on this machine. */
public record BackupFile(Path path) {
    private static final int BUFFER_BYTES = 256 << 10;

    /** What a whole backup turned out to hold. */
    public record Summary(BackupHead head, long objects, long encrypted) {}

    private static final class Count {
        private long encrypted;
    }

    /**
     * Reads it from beginning to end.
     *
     * @throws BackupRefusedException if it is not complete or not as it was written; the message says what to do
     */
    public Summary verify() throws IOException {
        Count count = new Count();
        return read(object -> count(object, count), count);
    }

    /**
     * The same, and opens all that is encrypted.
     *
     * @throws BackupRefusedException also if a key is missing or wrong
     */
    public Summary verify(RecordCipher cipher) throws IOException {
        Count count = new Count();
        return read(
                object -> {
                    count(object, count);
                    requireOpened(object, cipher);
                },
                count);
    }

    private Summary read(BackupReader.Taker taker, Count count) throws IOException {
        try (InputStream in = open()) {
            BackupReader reader = new BackupReader(in);
            long objects = reader.readAll(taker);
            return new Summary(reader.head(), objects, count.encrypted);
        }
    }

    private static void count(BackupObject object, Count count) {
        if (object.content() instanceof BackupObject.Encrypted) {
            count.encrypted++;
        }
    }

    private static void requireOpened(BackupObject object, RecordCipher cipher) throws BackupRefusedException {
        if (object.content() instanceof BackupObject.Encrypted(var sealed)
                && cipher.open(object.key(), sealed) instanceof Opened.Not(var reason)) {
            throw new BackupRefusedException("the object " + object.key() + " cannot be decrypted: " + reason);
        }
    }

    /** The file's bytes, from the first. */
    public InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
    }
}
