package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a list goes on: after which object, and in which snapshot.
 *
 * @param resourceVersion of the snapshot of the first page; {@link #ANY} for whatever is newest
 */
record ContinueToken(long resourceVersion, String namespace, String name) {
    static final long ANY = -1;

    static ContinueToken after(ObjectKey key, long resourceVersion) {
        return new ContinueToken(resourceVersion, key.namespace(), key.name());
    }

    /** @throws dev.flotilla.api.status.StatusException 400 if the text is no token of this server */
    static ContinueToken parse(String text) {
        try {
            JsonNode token = ObjectJson.mapper().readTree(Base64.getUrlDecoder().decode(text));
            ContinueToken parsed = new ContinueToken(
                    token.path("rv").asLong(0),
                    token.path("ns").asString(""),
                    token.path("start").asString(""));
            if (parsed.resourceVersion != 0
                    && !parsed.name.isEmpty()
                    && (parsed.namespace + parsed.name).indexOf('/') < 0) {
                return parsed;
            }
        } catch (IllegalArgumentException | JacksonException _) {
            // refused below, as a token without the fields is
        }
        throw StatusError.badRequest("invalid continue token: begin the list anew without the continue parameter")
                .exception();
    }

    String text() {
        var token = ObjectJson.mapper()
                .createObjectNode()
                .put("v", "meta.k8s.io/v1")
                .put("rv", resourceVersion)
                .put("ns", namespace)
                .put("start", name);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ObjectJson.mapper().writeValueAsString(token).getBytes(StandardCharsets.UTF_8));
    }

    /** The same place in whatever is newest. */
    ContinueToken anywhere() {
        return new ContinueToken(ANY, namespace, name);
    }

    ObjectKey key(GroupResource resource) {
        return new ObjectKey(resource, namespace, name);
    }
}
