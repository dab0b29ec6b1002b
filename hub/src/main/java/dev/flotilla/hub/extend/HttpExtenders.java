package dev.flotilla.hub.extend;

import dev.flotilla.apiserver.outbound.CallFailure;
import dev.flotilla.apiserver.outbound.Target;
import dev.flotilla.apiserver.outbound.WebhookClient;
import dev.flotilla.hub.config.PlacementSettings;
import dev.flotilla.placement.extender.ExtenderQuestion;
import dev.flotilla.placement.extender.Extenders;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks extenders, each question on a virtual thread of its own and a few at a time, and keeps what they reply until it
 * is fetched. What is too much at once is not taken on, and asked for again by whoever needs it. Thread-safe.
 */
public final class HttpExtenders implements Extenders, AutoCloseable {
    private static final int AT_A_TIME_MAX = 16;
    private static final int QUESTIONS_MAX = 512;
    private static final int REPLIES_MAX = 4096;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LOOK_MAX = Duration.ofSeconds(3);

    private final WebhookClient client;
    private final MeterRegistry meters;
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final Semaphore places = new Semaphore(AT_A_TIME_MAX);
    private final Set<Asked> asked = new HashSet<>();
    private final Map<Asked, Reply> replies = new LinkedHashMap<>();
    private boolean closed;

    private record Endpoint(PlacementSettings.Extender settings, String caBundle) {}

    private record Asked(String extender, String hash) {}

    /** @throws IOException if the file of an authority cannot be read */
    public static HttpExtenders open(Vertx vertx, List<PlacementSettings.Extender> settings, MeterRegistry meters)
            throws IOException {
        HttpExtenders extenders = new HttpExtenders(new WebhookClient(vertx), meters);
        for (PlacementSettings.Extender each : settings) {
            Optional<Path> authority = each.authority();
            String bundle = authority.isPresent()
                    ? Base64.getEncoder().encodeToString(Files.readAllBytes(authority.get()))
                    : "";
            extenders.endpoints.put(each.rule().name(), new Endpoint(each, bundle));
        }
        return extenders;
    }

    private HttpExtenders(WebhookClient client, MeterRegistry meters) {
        this.client = client;
        this.meters = meters;
    }

    @Override
    public Reply ask(String extender, ExtenderQuestion question) {
        Endpoint endpoint = endpoints.get(extender);
        if (endpoint == null) {
            return new Reply.Failed("this node's configuration does not name it; give all nodes of the hub the same"
                    + " placement.extenders");
        }
        Asked key = new Asked(extender, question.hash());
        synchronized (this) {
            Reply reply = replies.remove(key);
            if (reply != null) {
                return reply;
            }
            if (closed || asked.size() >= QUESTIONS_MAX) {
                return new Reply.Pending(LOOK_MAX);
            }
            if (!asked.add(key)) {
                return pending();
            }
        }
        Thread.ofVirtual().name("extender-" + extender).start(() -> call(endpoint, key, question));
        return pending();
    }

    /** The longer, the more is asked for. */
    private synchronized Reply pending() {
        return new Reply.Pending(LOOK.multipliedBy(1 + asked.size() / AT_A_TIME_MAX));
    }

    private void call(Endpoint endpoint, Asked key, ExtenderQuestion question) {
        long started = System.nanoTime();
        Optional<Reply> reply = Optional.empty();
        try {
            places.acquire();
            try {
                started = System.nanoTime();
                reply = Optional.of(reply(endpoint, question));
            } finally {
                places.release();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            settle(key, reply);
        }
        String outcome = reply.filter(Reply.Answered.class::isInstance).isPresent() ? "answered" : "failed";
        meters.timer("flotilla.extender.call", "extender", key.extender(), "outcome", outcome)
                .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }

    private Reply reply(Endpoint endpoint, ExtenderQuestion question) throws InterruptedException {
        PlacementSettings.Extender settings = endpoint.settings();
        try {
            int seconds = Math.max(1, (int) settings.timeout().toSeconds());
            return new Reply.Answered(client.post(
                    new WebhookClient.Call(
                            Target.url(settings.url()),
                            endpoint.caBundle(),
                            seconds,
                            settings.timeout(),
                            ANSWER_BYTES_MAX),
                    question.review()));
        } catch (CallFailure failure) {
            return new Reply.Failed(failure.reason());
        } catch (RuntimeException unexpected) {
            return new Reply.Failed("the call failed: " + unexpected);
        }
    }

    /** Replies that nobody fetches, as those whose binding went to another node, make room for others. */
    private synchronized void settle(Asked key, Optional<Reply> reply) {
        asked.remove(key);
        reply.ifPresent(given -> replies.put(key, given));
        if (replies.size() > REPLIES_MAX) {
            replies.remove(replies.keySet().iterator().next());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        client.close();
    }
}
