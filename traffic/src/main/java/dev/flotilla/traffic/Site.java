package dev.flotilla.traffic;

import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import java.util.List;

/**
 * One member cluster as a policy sees it.
 *
 * @param ready replicas of its backends that are ready
 * @param staying those of them whose copies are not about to be removed
 * @param priority the best among the backends that serve there
 * @param share the sum of the weights of the backends that serve there
 * @param why its health, in a few words
 * @param addresses at which it lets traffic in; empty if none is known
 */
record Site(
        String cluster,
        String region,
        Health health,
        int ready,
        int staying,
        int priority,
        int share,
        String why,
        List<String> addresses) {
    Site {
        addresses = List.copyOf(addresses);
    }

    boolean serves() {
        return health.serves();
    }

    /** What it can serve with: of copies that stay, or of all if none stays. */
    int capacity() {
        return staying > 0 ? staying : ready;
    }
}
