package dev.flotilla.health;

import java.time.Instant;

/**
 * What one probe saw.
 *
 * @param at when the answer came, or was given up
 * @param detail the answer's text, or why there was none
 */
public record ProbeSample(Instant at, Verdict verdict, String detail) {
    /** The label is the Ready condition's reason, as Karmada names it. */
    public enum Verdict {
        READY("ClusterReady"),
        /** It answers, and says that it is not ready. */
        NOT_READY("ClusterNotReady"),
        UNREACHABLE("ClusterNotReachable");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
