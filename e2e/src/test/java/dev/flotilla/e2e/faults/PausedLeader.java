package dev.flotilla.e2e.faults;

import java.util.List;
import java.util.Optional;

/**
 * A leader that was stopped until another led.
 *
 * @param process which it was; one that was killed later has nothing more to say
 * @param logSize of what it had printed before it went on
 */
record PausedLeader(String node, Optional<ProcessHandle> process, long term, long logSize) {
    /** Adds what it did that it must not, and what the broker refused it. */
    void check(FaultyHub hub, List<String> violations, List<String> refusals) {
        boolean same = hub.process(Endpoint.hub(node)).equals(process);
        if (same && !NodeLog.deposed(hub.log(node), term)) {
            violations.add(node + " was stopped while it led in term " + term + ", another led, and it does not"
                    + " say that it leads no longer: " + hub.log(node));
        }
        refusals.addAll(NodeLog.refusals(hub.log(node), logSize));
    }
}
