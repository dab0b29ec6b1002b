package dev.flotilla.placement.extender;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The way to the extenders. Asking never blocks: the answer is there when the same is asked once more. */
public interface Extenders {
    /** What came of a question. */
    sealed interface Reply {
        /** @param response as the extender gave it, which may be anything */
        record Answered(JsonNode response) implements Reply {}

        record Failed(String why) implements Reply {}
    }

    /**
     * @param extender by its name in configuration
     * @return empty while there is no reply; a reply is given once
     */
    Optional<Reply> ask(String extender, ExtenderQuestion question);
}
