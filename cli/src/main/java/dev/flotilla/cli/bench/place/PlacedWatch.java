package dev.flotilla.cli.bench.place;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.LastingWatch;
import dev.flotilla.cli.client.KubeClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches the bindings until each has been decided by a placement that bears a mark. Times are nanoTime. */
final class PlacedWatch implements AutoCloseable {
    private static final String PATH = "/apis/work.karmada.io/v1alpha2/namespaces/" + BenchWorkload.NAMESPACE
            + "/resourcebindings?watch=true&timeoutSeconds=3600";
    private static final Pattern NAME = Pattern.compile("\"name\":\"(web-[0-9]+)-deployment\"");
    private static final String DECIDED = "\"schedulerObservedGeneration\"";

    private final Set<String> placed = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Long> all = new CompletableFuture<>();
    private final String marker;
    private final int expected;
    private final LastingWatch watch;

    PlacedWatch(KubeClient hub, String marker, int expected) {
        this.marker = marker;
        this.expected = expected;
        this.watch = new LastingWatch(hub, PATH, this::onLine);
    }

    /** A decision is in the same commit as the placement that it was made by. */
    private void onLine(String line) {
        Matcher name = NAME.matcher(line);
        if (line.contains(marker)
                && line.contains(DECIDED)
                && name.find()
                && placed.add(name.group(1))
                && placed.size() == expected) {
            all.complete(System.nanoTime());
        }
    }

    /** When the last one was seen. */
    long await(Duration patience) {
        try {
            return all.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new UserError(
                    "after " + patience.toSeconds() + " s only " + placed.size() + " of " + expected + " are placed",
                    late);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
