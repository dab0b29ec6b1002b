package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** Sees to it that one broker at most runs on a data directory; the system releases it when its process ends. */
final class DirectoryLock implements AutoCloseable {
    private static final long RETRY_MS = 50;
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @return empty if another broker held it for all that time */
    static Optional<DirectoryLock> acquire(Path dataDirectory, Duration patience) throws IOException {
        Files.createDirectories(dataDirectory);
        FileChannel channel = FileChannel.open(
                dataDirectory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tryLock(channel)) {
            if (System.nanoTime() - deadline >= 0) {
                channel.close();
                return Optional.empty();
            }
            pause();
        }
        return Optional.of(new DirectoryLock(channel));
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the broker's data directory", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
