package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRunStatus.Outcome;
import dev.flotilla.api.reconcile.Effect;
import java.util.List;

/** How far a step is. */
sealed interface Progress {
    /** It has reached what it is for; the message says what that was. */
    record Done(String message) implements Progress {}

    /** Not yet: these effects bring it on; the message says what is missing. */
    record Working(List<Effect> effects, String message) implements Progress {
        public Working {
            effects = List.copyOf(effects);
        }

        static Working waiting(String message) {
            return new Working(List.of(), message);
        }
    }

    /** It cannot, and so the run cannot go on. */
    record Failed(Outcome outcome, String reason) implements Progress {}
}
