package dev.flotilla.apiserver.auth;

/** Decides whether a user may do something. An implementation may hold a view of roles. */
public interface Authorizer {
    Verdict decide(UserInfo user, AccessAttributes access);

    /**
     * What a user may do, as far as it can be listed.
     *
     * @param namespace in which, besides what holds everywhere
     */
    HeldRules rules(UserInfo user, String namespace);

    /** @param reason why, in a sentence; may be empty */
    record Verdict(boolean allowed, String reason) {}
}
