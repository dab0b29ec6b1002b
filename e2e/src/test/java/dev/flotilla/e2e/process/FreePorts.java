package dev.flotilla.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds ports that nobody listens on, below those that connections are given.
 *
 * <p>Between a port's being found and its being listened on, the tests of another JVM would find it too. So a block is
 * claimed first: the byte at a port's number is locked in a file that all of them have, until the JVM that did so ends.
 */
public final class FreePorts {
    private static final int LEAST = 20_000;
    private static final int MOST = 30_000;
    private static final int TRIES = 1_000;
    private static final FileChannel CLAIMS = claims();

    private FreePorts() {}

    /** The first of so many in a row, on all loopback addresses. */
    public static int block(int count) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LEAST, MOST - count);
            Optional<FileLock> claim = claim(first, count);
            if (claim.isPresent()) {
                if (IntStream.range(first, first + count).allMatch(FreePorts::free)) {
                    return first;
                }
                release(claim.get());
            }
        }
        throw new AssertionError(
                "no " + count + " free ports in a row from " + LEAST + " to " + MOST + " in " + TRIES + " tries");
    }

    private static Optional<FileLock> claim(int first, int count) {
        try {
            @Nullable FileLock lock = CLAIMS.tryLock(first, count, false);
            return Optional.ofNullable(lock);
        } catch (OverlappingFileLockException ours) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void release(FileLock claim) {
        try {
            claim.release();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean free(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** One for the whole JVM: what it has locked is free again as soon as it closes any channel of that file. */
    private static FileChannel claims() {
        Path file =
                Path.of(System.getProperty("java.io.tmpdir"), "flotilla-test-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot open " + file + ", by which ports are claimed", failed);
        }
    }
}
