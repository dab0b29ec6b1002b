package dev.flotilla.simulator.container;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What a container has written: that it started, and every second that it goes on. Line {@code n} was written {@code n}
 * seconds after the start; as on a real node, old ones are rotated away.
 */
record ContainerLog(String name, String image, Instant startedAt, Optional<Instant> endedAt) {
    static final long LINES_MAX = 1_000;

    static ContainerLog of(Container container, Instant startedAt) {
        Optional<Instant> ended = container
                .pod()
                .at("/status/containerStatuses")
                .valueStream()
                .filter(each -> each.path("name").asString("").equals(container.name()))
                .map(each -> each.at("/state/terminated/finishedAt").asString(""))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse)
                .findFirst();
        return new ContainerLog(container.name(), container.spec().path("image").asString(""), startedAt, ended);
    }

    /** The number of the line that will be written next. */
    long next(Instant now) {
        Instant last = endedAt.filter(end -> end.isBefore(now)).orElse(now);
        return Math.max(0, Duration.between(startedAt, last).toSeconds()) + 1;
    }

    /** The lines from one number to just before another, without line ends. */
    List<String> lines(long from, long to, boolean timestamps) {
        return LongStream.range(Math.max(from, 0), to)
                .mapToObj(number -> (timestamps ? written(number) + " " : "") + text(number))
                .toList();
    }

    /** The first line that is not rotated away. */
    long first(Instant now) {
        return Math.max(0, next(now) - LINES_MAX);
    }

    /** The first line written at that time or later. */
    long since(Instant time) {
        long millis = Duration.between(startedAt.truncatedTo(ChronoUnit.SECONDS), time)
                .toMillis();
        return millis <= 0 ? 0 : (millis + 999) / 1000;
    }

    Instant written(long number) {
        return startedAt.plusSeconds(number);
    }

    private String text(long number) {
        return number == 0
                ? "container " + name + " started from image " + image
                : "container " + name + " has been running for " + number + " s";
    }
}
