package dev.flotilla.apiserver.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Recognises the user behind one kind of bearer token. Called on a request's own thread, may block within bounds. */
public interface TokenAuthenticator {
    /** @param audiences whom the token must be meant for, at least one of them; empty for the server itself */
    TokenVerdict verify(String token, List<String> audiences);

    /** The first that accepts decides; the refusals of the rest are told together. */
    static TokenAuthenticator firstOf(List<TokenAuthenticator> authenticators) {
        List<TokenAuthenticator> all = List.copyOf(authenticators);
        return (token, audiences) -> {
            List<String> refusals = new ArrayList<>();
            for (TokenAuthenticator each : all) {
                switch (each.verify(token, audiences)) {
                    case TokenVerdict.Accepted accepted -> {
                        return accepted;
                    }
                    case TokenVerdict.Refused(String why) -> refusals.add(why);
                    case TokenVerdict.Unknown _ -> {}
                }
            }
            return refusals.isEmpty()
                    ? TokenVerdict.Unknown.UNKNOWN
                    : new TokenVerdict.Refused(String.join(", ", refusals));
        };
    }

    /**
     * Tokens that name no audience: they are the server's own, whatever they are.
     *
     * @param users empty for a token that is not known
     */
    static TokenAuthenticator withoutAudience(List<String> own, Function<String, Optional<UserInfo>> users) {
        List<String> served = List.copyOf(own);
        return (token, audiences) -> {
            List<String> common = audiences.isEmpty()
                    ? served
                    : served.stream().filter(audiences::contains).toList();
            if (common.isEmpty() && !served.isEmpty()) {
                return TokenVerdict.Unknown.UNKNOWN;
            }
            return users.apply(token)
                    .<TokenVerdict>map(user -> new TokenVerdict.Accepted(user, common))
                    .orElse(TokenVerdict.Unknown.UNKNOWN);
        };
    }
}
