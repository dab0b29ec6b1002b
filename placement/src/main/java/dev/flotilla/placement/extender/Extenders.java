package dev.flotilla.placement.extender;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** The way to the extenders. Asking never blocks: the answer is there when the same is asked once more. */
public interface Extenders {
    /** What came of a question. */
    sealed interface Reply {
        /** @param response as the extender gave it, which may be anything */
        record Answered(JsonNode response) implements Reply {}

        record Failed(String why) implements Reply {}

        /** @param again when to look for it; later, the more is waited for */
        record Pending(Duration again) implements Reply {}
    }

    /**
     * A reply that is not pending is given once.
     *
     * @param extender by its name in configuration
     */
    Reply ask(String extender, ExtenderQuestion question);
}
