package dev.flotilla.apiserver.flow;

import java.util.HashMap;
import java.util.Map;

/** Counts watches and other streams, in all and for each user. Thread-safe. */
final class LongRunning {
    private final int max;
    private final int maxPerUser;
    private final Map<String, Integer> byUser = new HashMap<>();
    private int all;

    LongRunning(FlowLimits.Share share) {
        this.max = share.longRunning();
        this.maxPerUser = share.longRunningPerUser();
    }

    synchronized boolean begin(String user) {
        if (all >= max || byUser.getOrDefault(user, 0) >= maxPerUser) {
            return false;
        }
        all++;
        byUser.merge(user, 1, Integer::sum);
        return true;
    }

    synchronized void end(String user) {
        all--;
        byUser.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }

    synchronized int all() {
        return all;
    }
}
