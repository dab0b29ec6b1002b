package dev.flotilla.hub.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How far the other nodes have read the log, by what they said last. */
final class Positions {
    private static final Duration FORGOTTEN = Duration.ofSeconds(3);

    private record Said(long position, Instant at) {}

    private final Map<String, Said> said = new ConcurrentHashMap<>();

    void hears(Hello hello, Instant now) {
        said.put(hello.node(), new Said(hello.position(), now));
    }

    /** A node that was heard of late and has read on where this one has not. */
    Optional<String> ahead(long position, Instant now) {
        return said.entrySet().stream()
                .filter(each -> each.getValue().at().plus(FORGOTTEN).isAfter(now))
                .filter(each -> each.getValue().position() > position)
                .map(Map.Entry::getKey)
                .min(String::compareTo);
    }
}
