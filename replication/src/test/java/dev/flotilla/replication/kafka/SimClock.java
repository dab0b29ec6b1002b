package dev.flotilla.replication.kafka;

import java.time.Instant;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, happens in order, and nothing takes any. */
final class SimClock {
    private record Event(long atMs, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMs;
    private long order;

    void after(long ms, Runnable what) {
        events.add(new Event(nowMs + ms, order++, what));
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    long nanos() {
        return nowMs * 1_000_000;
    }

    void runFor(long ms) {
        long end = nowMs + ms;
        while (!events.isEmpty() && events.peek().atMs() <= end) {
            Event next = events.poll();
            nowMs = next.atMs();
            next.what().run();
        }
        nowMs = end;
    }
}
