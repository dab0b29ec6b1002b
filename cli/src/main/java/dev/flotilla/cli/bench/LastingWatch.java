package dev.flotilla.cli.bench;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.util.function.Consumer;

/**
 * A watch that begins anew, with all that is, whenever it ends. A server ends the watch of a reader that falls behind,
 * as one may that shares its processors with what it measures; whoever reads must bear to be told something twice.
 */
public final class LastingWatch implements AutoCloseable {
    private final KubeClient server;
    private final String path;
    private final Consumer<String> onLine;
    private AutoCloseable watch;
    private boolean closed;

    /**
     * @param path with {@code watch=true} in its query, and no resourceVersion
     * @param onLine called with each event's line, on a thread of its own
     */
    public LastingWatch(KubeClient server, String path, Consumer<String> onLine) {
        this.server = server;
        this.path = path;
        this.onLine = onLine;
        this.watch = server.followLines(path, onLine, this::again);
    }

    private synchronized void again() {
        if (closed) {
            return;
        }
        try {
            watch = server.followLines(path, onLine, this::again);
        } catch (UserError gone) {
            System.err.println("nothing more is seen of " + path + ": " + gone.getMessage());
        }
    }

    @Override
    public synchronized void close() throws Exception {
        closed = true;
        watch.close();
    }
}
