package dev.flotilla.hub.query;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.BarrierTimeoutException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.Forbidden;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import java.util.concurrent.CompletionException;

/** {@code ?resource=deployments.apps&namespace=shop&name=web}. */
public final class ObjectQuery {
    private ObjectQuery() {}

    /** @throws dev.flotilla.api.status.StatusException 400 if it names no object, with how to */
    public static ObjectKey key(ApiRequest request) {
        String resource = request.query().text("resource");
        String name = request.query().text("name");
        if (resource.isEmpty() || name.isEmpty()) {
            throw StatusError.badRequest("the parameters resource and name are needed: " + request.path()
                            + "?resource=deployments.apps&namespace=default&name=web")
                    .exception();
        }
        try {
            return new ObjectKey(type(resource), request.query().text("namespace"), name);
        } catch (IllegalArgumentException invalid) {
            throw StatusError.badRequest(String.valueOf(invalid.getMessage())).exception();
        }
    }

    /** @param resource with its group behind a dot */
    public static GroupResource type(String resource) {
        int dot = resource.indexOf('.');
        return dot < 0
                ? new GroupResource("", resource)
                : new GroupResource(resource.substring(dot + 1), resource.substring(0, dot));
    }

    /**
     * @param name empty for all
     * @throws dev.flotilla.api.status.StatusException 403 if the user may not
     */
    public static void authorize(
            Authorizer authorizer, UserInfo user, String verb, GroupResource type, String namespace, String name) {
        AccessAttributes access =
                new AccessAttributes.Resource(verb, type.group(), "*", type.resource(), "", namespace, name);
        Authorizer.Verdict verdict = authorizer.decide(user, access);
        if (!verdict.allowed()) {
            throw Forbidden.of(user, access, verdict.reason()).exception();
        }
    }

    /**
     * Everything acknowledged before the call. Blocks.
     *
     * @throws dev.flotilla.api.status.StatusException 503 if the log cannot be asked in time
     */
    public static Snapshot latest(ObjectStore store) {
        try {
            return store.latest().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BarrierTimeoutException) {
                throw StatusError.unavailable("the log cannot be asked for its end; try again later", 1)
                        .exception();
            }
            throw e;
        }
    }
}
