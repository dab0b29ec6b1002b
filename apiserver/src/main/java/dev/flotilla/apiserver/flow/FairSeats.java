package dev.flotilla.apiserver.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Divides a fixed number of seats among flows. Each flow has a queue of its own, and a seat that falls free goes to the
 * waiting flow that has had least (start-time fair queueing: what a flow has had grows by each request's cost, and a
 * flow that comes back begins where the others are, so that it can neither save up nor be punished). Hence a flow that
 * floods waits behind itself alone: any other waits for at most one request of each flow that has had as little.
 *
 * <p>It knows no time and no threads; not thread-safe. It forgets a flow that has nothing waiting or at work.
 *
 * @param <T> a request that waits, compared by identity
 */
final class FairSeats<T> {
    /** A request of so many bytes costs as much as a request without a body and another. */
    private static final long BYTES_PER_COST = 64 << 10;

    enum Outcome {
        ADMITTED,
        QUEUED,
        /** As many of its flow wait already as may. */
        FLOW_FULL,
        /** As many wait in all as may. */
        FULL
    }

    private record Waiting<T>(T request, long bytes) {}

    private static final class Queue<T> {
        final Flow flow;
        final Deque<Waiting<T>> waiting = new ArrayDeque<>();
        int working;
        long had;

        Queue(Flow flow) {
            this.flow = flow;
        }
    }

    private final FlowLimits.Share share;
    private final Map<Flow, Queue<T>> flows = new HashMap<>();
    private final TreeSet<Queue<T>> waiting =
            new TreeSet<>(Comparator.<Queue<T>>comparingLong(queue -> queue.had).thenComparing(queue -> queue.flow));
    private int working;
    private int queued;
    private long bytes;
    private long level;

    FairSeats(FlowLimits.Share share) {
        this.share = share;
    }

    Outcome offer(Flow flow, long bodyBytes, T request) {
        @Nullable Queue<T> known = flows.get(flow);
        if (queued == 0 && fits(bodyBytes)) {
            Queue<T> queue = known == null ? begin(flow) : known;
            queue.had = Math.max(queue.had, level);
            admit(queue, bodyBytes);
            return Outcome.ADMITTED;
        }
        if (queued >= share.queued()) {
            return Outcome.FULL;
        }
        if ((known == null ? 0 : known.waiting.size()) >= share.queuedPerFlow()) {
            return Outcome.FLOW_FULL;
        }
        Queue<T> queue = known == null ? begin(flow) : known;
        if (queue.waiting.isEmpty()) {
            queue.had = Math.max(queue.had, level);
            waiting.add(queue);
        }
        queue.waiting.add(new Waiting<>(request, bodyBytes));
        queued++;
        return Outcome.QUEUED;
    }

    /** @return those that may begin now */
    List<T> release(Flow flow, long bodyBytes) {
        Queue<T> queue = known(flow);
        queue.working--;
        working--;
        bytes -= bodyBytes;
        forget(queue);
        return next();
    }

    /**
     * Takes back a request that has waited long enough.
     *
     * @return false if it does not wait any more, since its turn has come
     */
    @SuppressWarnings("ReferenceEquality") // one request is no other, however alike
    boolean withdraw(Flow flow, T request) {
        @Nullable Queue<T> queue = flows.get(flow);
        if (queue == null || !queue.waiting.removeIf(each -> each.request() == request)) {
            return false;
        }
        queued--;
        if (queue.waiting.isEmpty()) {
            waiting.remove(queue);
        }
        forget(queue);
        return true;
    }

    /** @return those that may begin now, if what held them up was withdrawn */
    List<T> next() {
        List<T> admitted = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Queue<T> first = waiting.first();
            Waiting<T> head = first.waiting.element();
            if (!fits(head.bytes())) {
                break;
            }
            waiting.remove(first);
            first.waiting.remove();
            queued--;
            admit(first, head.bytes());
            if (!first.waiting.isEmpty()) {
                waiting.add(first);
            }
            admitted.add(head.request());
        }
        return admitted;
    }

    int working() {
        return working;
    }

    int queued() {
        return queued;
    }

    int flows() {
        return flows.size();
    }

    private boolean fits(long bodyBytes) {
        return working < share.seats() && (bytes == 0 || bytes + bodyBytes <= share.bodyBytes());
    }

    /** The flow is not in {@link #waiting} while what it has had changes. */
    private void admit(Queue<T> queue, long bodyBytes) {
        level = Math.max(level, queue.had);
        queue.had += 1 + bodyBytes / BYTES_PER_COST;
        queue.working++;
        working++;
        bytes += bodyBytes;
    }

    private Queue<T> begin(Flow flow) {
        Queue<T> queue = new Queue<>(flow);
        flows.put(flow, queue);
        return queue;
    }

    private Queue<T> known(Flow flow) {
        @Nullable Queue<T> queue = flows.get(flow);
        if (queue == null) {
            throw new IllegalStateException(flow + " holds no seat");
        }
        return queue;
    }

    private void forget(Queue<T> queue) {
        if (queue.working == 0 && queue.waiting.isEmpty()) {
            flows.remove(queue.flow);
        }
    }
}
