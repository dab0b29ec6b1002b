package dev.flotilla.simulator.container;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers {@code pods/log}: whole, or line by line as the container writes on. */
public final class LogAnswer implements ResourceRequest.Answer {
    private static final String TEXT = "text/plain";

    private final ObjectStore store;
    private final InstantSource clock;

    public LogAnswer(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        Query query = request.query();
        StoredObject pod = Container.find(store.snapshot(), request.key());
        Container container = Container.of(pod, query.text("container"));
        if (query.flag("previous")) {
            throw StatusError.badRequest("previous terminated container \"" + container.name() + "\" in pod \""
                            + container.podName() + "\" not found")
                    .exception();
        }
        Instant started = container
                .startedAt()
                .orElseThrow(() -> StatusError.badRequest("container \"" + container.name() + "\" in pod \""
                                + container.podName() + "\" is waiting to start: ContainerCreating")
                        .exception());
        ContainerLog log = ContainerLog.of(container, started);
        Instant now = clock.instant();
        long from = from(log, query, now);
        boolean timestamps = query.flag("timestamps");
        if (query.flag("follow")) {
            return new ApiResponse.Events(
                    List.of(new ApiResponse.Header("Content-Type", TEXT)),
                    sink -> follow(sink, request, log, from, timestamps));
        }
        String text = String.join("\n", log.lines(from, log.next(now), timestamps));
        byte[] bytes = (text.isEmpty() ? "" : text + "\n").getBytes(StandardCharsets.UTF_8);
        int limit = (int) Math.min(bytes.length, query.number("limitBytes").orElse(Long.MAX_VALUE));
        return ApiResponse.of(200, TEXT, Arrays.copyOf(bytes, limit));
    }

    private static long from(ContainerLog log, Query query, Instant now) {
        long from = log.first(now);
        Optional<Long> tail = query.number("tailLines");
        if (tail.isPresent()) {
            from = Math.max(from, log.next(now) - tail.get());
        }
        Optional<Long> seconds = query.number("sinceSeconds");
        if (seconds.isPresent()) {
            from = Math.max(from, log.since(now.minusSeconds(seconds.get())));
        }
        String since = query.text("sinceTime");
        if (!since.isEmpty()) {
            try {
                from = Math.max(from, log.since(Instant.parse(since)));
            } catch (DateTimeParseException e) {
                throw StatusError.badRequest("sinceTime: must be a time as in RFC 3339")
                        .exception();
            }
        }
        return from;
    }

    private void follow(
            ApiResponse.EventSink sink, ResourceRequest request, ContainerLog begun, long from, boolean timestamps)
            throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        sink.onGone(gone::countDown);
        long written = from;
        while (true) {
            Instant now = clock.instant();
            Optional<Container> container =
                    store.snapshot().get(request.key()).map(pod -> Container.of(pod, begun.name()));
            ContainerLog log = container
                    .map(each -> ContainerLog.of(each, begun.startedAt()))
                    .orElse(begun);
            long next = log.next(now);
            List<byte[]> lines = log.lines(written, next, timestamps).stream()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
            written = Math.max(written, next);
            if (!lines.isEmpty() && !sink.send(lines)) {
                return;
            }
            if (container.isEmpty() || container.get().ended()) {
                return;
            }
            Duration wait = Duration.between(clock.instant(), log.written(written));
            if (gone.await(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }
}
