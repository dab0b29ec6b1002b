package dev.flotilla.apiserver.request;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.relay.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What is sent back for a request. */
public sealed interface ApiResponse {
    String JSON = "application/json";

    /** One header line; a name may occur more than once. */
    record Header(String name, String value) {}

    List<Header> headers();

    ApiResponse with(String name, String value);

    default ApiResponse withWarnings(List<String> warnings) {
        ApiResponse response = this;
        for (String warning : Warnings.bounded(warnings)) {
            String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cc}+", " ");
            response = response.with("Warning", "299 - \"" + quoted + "\"");
        }
        return response;
    }

    /** An answer that is complete. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the connection, and never changed
    record Whole(int code, List<Header> headers, byte[] body) implements ApiResponse {
        public Whole {
            headers = List.copyOf(headers);
        }

        @Override
        public Whole with(String name, String value) {
            return new Whole(code, plus(headers, name, value), body);
        }
    }

    /** An answer that goes on: one event after another until either side ends it. Code 200. */
    record Events(List<Header> headers, EventSource source) implements ApiResponse {
        public Events {
            headers = List.copyOf(headers);
        }

        @Override
        public Events with(String name, String value) {
            return new Events(plus(headers, name, value), source);
        }
    }

    /**
     * An answer that is made on the connection itself: the request's body is read and the answer written as they flow.
     *
     * @param headers that the answer must bear, whatever it is
     */
    record Relay(List<Header> headers, Exchange exchange) implements ApiResponse {
        public Relay {
            headers = List.copyOf(headers);
        }

        @Override
        public Relay with(String name, String value) {
            return new Relay(plus(headers, name, value), exchange);
        }
    }

    /** The request is to be answered, to the same user, as if it had been made for another path. */
    record Elsewhere(List<Header> headers, String path) implements ApiResponse {
        public Elsewhere {
            headers = List.copyOf(headers);
        }

        @Override
        public Elsewhere with(String name, String value) {
            return new Elsewhere(plus(headers, name, value), path);
        }
    }

    /** Runs on a thread of its own and returns when the answer is complete; an interrupt ends it early. */
    interface Exchange {
        void run(Inbound inbound) throws InterruptedException;
    }

    /** Runs on a thread of its own, sends its events, and returns when the stream is to be closed. */
    interface EventSource {
        void run(EventSink sink) throws InterruptedException;
    }

    /** Where events go. */
    interface EventSink {
        /**
         * Sends events and waits until the client has room for more.
         *
         * @param events one JSON document each
         * @return false if the client is gone; nothing can be sent any more
         */
        boolean send(List<byte[]> events) throws InterruptedException;

        /** Calls back once when the client is gone, at once if it is already. */
        void onGone(Runnable callback);
    }

    static Whole of(int code, String contentType, byte[] body) {
        return new Whole(code, List.of(new Header("Content-Type", contentType)), body);
    }

    static Whole json(int code, byte[] body) {
        return of(code, JSON, body);
    }

    static Whole json(int code, JsonNode body) {
        return of(code, JSON, ObjectJson.mapper().writeValueAsBytes(body));
    }

    static Whole text(int code, String body) {
        return of(code, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Header> plus(List<Header> headers, String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return more;
    }
}
