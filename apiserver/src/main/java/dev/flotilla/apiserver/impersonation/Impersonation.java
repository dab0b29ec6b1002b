package dev.flotilla.apiserver.impersonation;

import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import java.util.Optional;

/**
 * Lets a user act in another's name who may: either for the kind of request at hand ({@code impersonate-on:MODE:VERB}
 * together with {@code impersonate:MODE}), or, as Kubernetes has always had it, for all ({@code impersonate}).
 */
public final class Impersonation {
    private final Authorizer authorizer;

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * The request in the name that its headers give, if they give one.
     *
     * @param access what it wants
     * @throws StatusException 403 if its user may not act in that name; 400 if the headers make no user
     */
    public ApiRequest apply(ApiRequest request, AccessAttributes access) {
        return Wanted.read(request.headers())
                .map(wanted -> request.as(permitted(request.user(), wanted, access)))
                .orElse(request);
    }

    private UserInfo permitted(UserInfo requestor, UserInfo wanted, AccessAttributes access) {
        Optional<StatusException> refusal = Optional.empty();
        for (Mode mode : Mode.values()) {
            if (mode.concerns(wanted, requestor)) {
                try {
                    return new ModeCheck(authorizer, mode, requestor).permit(wanted, access);
                } catch (StatusException refused) {
                    refusal = refusal.or(() -> Optional.of(refused));
                }
            }
        }
        throw refusal.orElseThrow(() -> new IllegalStateException("one mode concerns everybody"));
    }
}
