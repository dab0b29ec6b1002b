package dev.flotilla.apiserver.auth;

import java.util.Set;

/** Decides whether a user may do something. Pure in what it is given; an implementation may hold a view of roles. */
public interface Authorizer {
    Verdict decide(UserInfo user, AccessAttributes access);

    /** @param reason why, in a sentence; may be empty */
    record Verdict(boolean allowed, String reason) {}

    /** Administrators may do everything, everyone else may see what says how the server is. */
    static Authorizer mastersOnly() {
        return (user, access) -> {
            if (user.in(UserInfo.MASTERS)) {
                return new Verdict(true, "");
            }
            return new Verdict(publicPath(access) || discovery(user, access) || selfReview(user, access), "");
        };
    }

    private static boolean publicPath(AccessAttributes access) {
        return access instanceof AccessAttributes.NonResource path
                && path.verb().equals("get")
                && (path.path().equals("/version") || path.path().matches("/(healthz|livez|readyz)(/.*)?"));
    }

    private static boolean discovery(UserInfo user, AccessAttributes access) {
        return user.in(UserInfo.AUTHENTICATED)
                && access instanceof AccessAttributes.NonResource path
                && path.verb().equals("get")
                && path.path().matches("/|/(api|apis|openapi)(/.*)?");
    }

    private static boolean selfReview(UserInfo user, AccessAttributes access) {
        return user.in(UserInfo.AUTHENTICATED)
                && access instanceof AccessAttributes.Resource resource
                && resource.verb().equals("create")
                && Set.of("selfsubjectreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews")
                        .contains(resource.resource());
    }
}
