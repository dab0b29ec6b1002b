package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.local.Waiting;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** What a watch costs its server that nothing happens on: what lives with many of them less what lives without. */
final class IdleWatches {
    private static final int OPEN_SECONDS_MAX = 60;
    private static final long SETTLE_MS = 2000;

    private IdleWatches() {}

    /** @return bytes for each watch */
    static double bytes(Subject subject, HttpClient client, String namespace, int watches) {
        warm(client, namespace);
        long before = subject.liveBytes();
        List<Future<?>> open = new ArrayList<>();
        for (int number = 0; number < watches; number++) {
            open.add(open(client, namespace));
        }
        Connections.await(Future.all(open), OPEN_SECONDS_MAX);
        Waiting.pause(SETTLE_MS);
        return (double) (subject.liveBytes() - before) / watches;
    }

    private static void warm(HttpClient client, String namespace) {
        Connections.await(
                client.request(HttpMethod.GET, Objects.configMaps(namespace))
                        .compose(request -> request.send())
                        .compose(response -> response.body()),
                OPEN_SECONDS_MAX);
    }

    private static Future<?> open(HttpClient client, String namespace) {
        return client.request(
                        HttpMethod.GET,
                        Objects.configMaps(namespace) + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=600")
                .compose(request -> request.send())
                .compose(response -> {
                    response.handler(_ -> {});
                    return response.statusCode() == 200
                            ? Future.succeededFuture()
                            : Future.failedFuture("a watch was refused: " + response.statusCode());
                });
    }
}
