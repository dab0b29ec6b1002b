package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.Authentication;
import dev.flotilla.apiserver.auth.Authenticator;
import dev.flotilla.apiserver.auth.BearerToken;
import dev.flotilla.apiserver.auth.Credentials;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who makes a request. What proved it is not in the request any more afterwards. */
final class Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

    private final Authenticator authenticator;
    private final Predicate<String> anonymous;

    Gatekeeper(Authenticator authenticator, Predicate<String> anonymous) {
        this.authenticator = authenticator;
        this.anonymous = anonymous;
    }

    /** @throws dev.flotilla.api.status.StatusException 401 if nobody stands behind the credentials */
    ApiRequest admit(ApiRequest request, Peer peer) {
        BearerToken bearer = BearerToken.in(request.headers(), request.webSocket());
        UserInfo user = switch (authenticator.authenticate(new Credentials(peer.certificates(), bearer))) {
            case Authentication.Known(UserInfo known) -> known;
            case Authentication.None _ -> stranger(request);
            case Authentication.Rejected(String why) -> {
                LOG.atDebug().addKeyValue("reason", why).log("unable to authenticate a request");
                throw unauthorized();
            }
        };
        return new ApiRequest(
                request.method(),
                request.path(),
                request.query(),
                withoutToken(request.headers(), bearer),
                request.body(),
                user,
                Optional.empty(),
                request.webSocket());
    }

    /** What the client is to be told about how it tried. */
    static Optional<String> warning(ApiRequest request) {
        return BearerToken.in(request.headers(), request.webSocket()) instanceof BearerToken.Absent(var warning)
                ? warning
                : Optional.empty();
    }

    private UserInfo stranger(ApiRequest request) {
        if (!anonymous.test(request.path())) {
            throw unauthorized();
        }
        return UserInfo.ANONYMOUS;
    }

    private static Map<String, List<String>> withoutToken(Map<String, List<String>> headers, BearerToken bearer) {
        if (!(bearer instanceof BearerToken.Given) && !headers.containsKey(BearerToken.AUTHORIZATION)) {
            return headers;
        }
        Map<String, List<String>> left = new TreeMap<>(headers);
        left.remove(BearerToken.AUTHORIZATION);
        left.computeIfPresent(
                BearerToken.PROTOCOLS,
                (_, _) -> List.of(String.join(", ", BearerToken.protocolsWithoutToken(headers))));
        return left;
    }

    private static RuntimeException unauthorized() {
        return new StatusError(401, "Unauthorized", "Unauthorized", Optional.empty()).exception();
    }
}
