package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A watch as it comes over HTTP: events one by one, or the end of the stream. */
final class Watch implements AutoCloseable {
    private static final long EVENT_SECONDS_MAX = 10;
    private static final ObjectNode END = ObjectJson.mapper().createObjectNode().put("type", "END");

    /** One event; {@code END}, without an object, when the server has closed the stream. */
    record Event(String type, JsonNode object) {
        String name() {
            return object.at("/metadata/name").asString("");
        }

        String resourceVersion() {
            return object.at("/metadata/resourceVersion").asString("");
        }
    }

    private final InputStream stream;
    private final int code;
    private final String contentType;
    private final BlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>();

    Watch(HttpResponse<InputStream> response) {
        this.stream = response.body();
        this.code = response.statusCode();
        this.contentType = response.headers().firstValue("Content-Type").orElse("");
        Thread.startVirtualThread(this::read);
    }

    int code() {
        return code;
    }

    String contentType() {
        return contentType;
    }

    /** The next event, which must come soon. */
    Event next() {
        try {
            ObjectNode event = events.poll(EVENT_SECONDS_MAX, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event came within " + EVENT_SECONDS_MAX + " s");
            }
            return new Event(event.path("type").asString(""), event.path("object"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** The next event that is not a bookmark. */
    Event nextChange() {
        Event event = next();
        while (event.type().equals("BOOKMARK")) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            // The watch is over either way.
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(ObjectJson.parse(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException closed) {
            // Closing the watch ends it like this.
        }
        events.add(END);
    }
}
