package dev.flotilla.apiserver.auth;

import java.util.List;

/** What a token turned out to be worth. */
public sealed interface TokenVerdict {
    /** @param audiences those of the asked ones that it is meant for */
    record Accepted(UserInfo user, List<String> audiences) implements TokenVerdict {
        public Accepted {
            audiences = List.copyOf(audiences);
        }
    }

    /** A token of the asked kind that is not good; {@code why} can be told to whoever has shown it. */
    record Refused(String why) implements TokenVerdict {}

    /** No token of a kind that is known here. */
    enum Unknown implements TokenVerdict {
        UNKNOWN
    }
}
