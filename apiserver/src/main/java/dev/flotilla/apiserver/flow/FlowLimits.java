package dev.flotilla.apiserver.flow;

import java.time.Duration;

/**
 * What users together, and each by itself, may take of one server.
 *
 * @param users the share of everybody but administrators
 * @param system the share of {@code system:masters} alone: however many others come, it stays free for them
 * @param queueWaitMax how long a request may wait for its turn
 * @param requestsPerSecond how many a user may make on average, over all its requests; 0 for any number
 * @param burst how many of them may come at once
 */
public record FlowLimits(Share users, Share system, Duration queueWaitMax, int requestsPerSecond, int burst) {
    /**
     * @param seats requests at work at once
     * @param bodyBytes the bodies of requests at work together; at least the largest body there is
     * @param queuedPerFlow requests of one user that may wait
     * @param queued requests that may wait in all
     * @param longRunning watches and other streams at once
     * @param longRunningPerUser those of one user
     */
    public record Share(
            int seats, long bodyBytes, int queuedPerFlow, int queued, int longRunning, int longRunningPerUser) {
        public Share {
            if (seats < 1 || bodyBytes < 1 || queuedPerFlow < 0 || queued < 0 || longRunning < 1) {
                throw new IllegalArgumentException("a share needs at least one seat, one byte and one stream");
            }
        }
    }

    public static final FlowLimits DEFAULT = new FlowLimits(
            new Share(600, 256L << 20, 256, 4096, 20_000, 5_000),
            new Share(200, 128L << 20, 2048, 2048, 10_000, 10_000),
            Duration.ofSeconds(15),
            0,
            0);

    public FlowLimits {
        if (requestsPerSecond > 0 && burst < 1) {
            throw new IllegalArgumentException("a rate needs a burst of at least one");
        }
    }

    /** @param perSecond 0 for any number; twice as many may come at once */
    public FlowLimits withRate(int perSecond) {
        return new FlowLimits(users, system, queueWaitMax, perSecond, 2 * perSecond);
    }
}
