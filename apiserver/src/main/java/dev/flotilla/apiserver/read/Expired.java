package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiResponse;
import tools.jackson.databind.node.ObjectNode;

/** Says that a snapshot is gone, and how to go on without it. */
final class Expired {
    private Expired() {}

    static ApiResponse continueToken(ContinueToken elsewhere) {
        StatusError error =
                StatusError.expired("The provided continue parameter is too old to display a consistent list"
                        + " result. You can start a new list without the continue parameter, or use the continue token in this"
                        + " response to retrieve the remainder of the results. Continuing with the provided token results in an"
                        + " inconsistent list - objects that were created, modified, or deleted between the time the first chunk"
                        + " was returned and now may show up in the list.");
        ObjectNode status = error.toJson();
        status.putObject("metadata").put("continue", elsewhere.text());
        return ApiResponse.json(error.code(), status);
    }
}
