package dev.flotilla.hub.query;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiRequest;
import java.util.Optional;

/** Which methods a path of the hub's own has. */
public final class Methods {
    private Methods() {}

    /** @throws dev.flotilla.api.status.StatusException 405 if the request has another method */
    public static void require(String method, ApiRequest request) {
        if (!request.method().equals(method)) {
            throw new StatusError(
                            405,
                            "MethodNotAllowed",
                            "the server does not allow this method on the requested resource; use " + method,
                            Optional.empty())
                    .exception();
        }
    }
}
