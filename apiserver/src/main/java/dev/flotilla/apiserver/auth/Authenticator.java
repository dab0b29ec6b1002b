package dev.flotilla.apiserver.auth;

import java.util.List;

/** Recognises the user behind credentials. */
public interface Authenticator {
    Authentication authenticate(Credentials credentials);

    /**
     * As a kube-apiserver has it: the first that knows the user decides, and one that rejects leaves it to the rest.
     */
    static Authenticator firstOf(Authenticator... authenticators) {
        List<Authenticator> all = List.of(authenticators);
        return credentials -> {
            Authentication result = Authentication.None.NONE;
            for (Authenticator each : all) {
                Authentication found = each.authenticate(credentials);
                if (found instanceof Authentication.Known) {
                    return found;
                }
                if (found instanceof Authentication.Rejected && result instanceof Authentication.None) {
                    result = found;
                }
            }
            return result;
        };
    }

    /** Whoever bears a token that is known. */
    static Authenticator tokens(TokenAuthenticator tokens) {
        return credentials -> switch (credentials.bearer()) {
            case BearerToken.Absent _ -> Authentication.None.NONE;
            case BearerToken.Malformed(String why) -> new Authentication.Rejected(why);
            case BearerToken.Given(String token) ->
                switch (tokens.verify(token, List.of())) {
                    case TokenVerdict.Accepted accepted -> new Authentication.Known(accepted.user());
                    case TokenVerdict.Refused(String why) ->
                        new Authentication.Rejected("[invalid bearer token, " + why + "]");
                    case TokenVerdict.Unknown _ -> new Authentication.Rejected("invalid bearer token");
                };
        };
    }
}
