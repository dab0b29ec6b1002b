package dev.flotilla.placement.binding;

import dev.flotilla.api.work.BindingSpec;
import java.util.Map;
import java.util.Set;

/** Why a binding was decided about anew, as far as the binding itself shows. */
enum Occasion {
    FIRST("it is new to the fleet"),
    SCALED("its replicas changed"),
    ASKED("a fresh deal was asked for"),
    PLACEMENT("its policy's placement changed"),
    EVICTED("it is being evicted from where it was"),
    CLUSTERS("the fleet changed");

    private final String clause;

    Occasion(String clause) {
        this.clause = clause;
    }

    String clause() {
        return clause;
    }

    /**
     * @param before the binding as it was stored
     * @param fingerprint of the placement that is decided by now
     */
    static Occasion of(BindingSpec before, Question question, String fingerprint) {
        String known = question.previous().fingerprint();
        if (known.isEmpty()) {
            return FIRST;
        }
        if (question.asked().isPresent()) {
            return ASKED;
        }
        if (!known.equals(fingerprint)) {
            return PLACEMENT;
        }
        Map<String, Integer> was = question.previous().replicas();
        Set<String> evicted = question.previous().evicted();
        if (was.keySet().stream().anyMatch(evicted::contains)) {
            return EVICTED;
        }
        long running = was.values().stream().mapToLong(Integer::longValue).sum();
        int wanted = question.request().replicas();
        boolean scaled = question.request().workload()
                && (!Integer.valueOf(wanted).equals(before.replicas()) || running != wanted);
        return scaled ? SCALED : CLUSTERS;
    }
}
