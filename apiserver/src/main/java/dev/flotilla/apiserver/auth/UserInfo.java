package dev.flotilla.apiserver.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody who makes a request, as authentication found them. */
public record UserInfo(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    public static final String MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";
    /** The key of {@link #extra} that names the credential, never its secret. */
    public static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

    public static final UserInfo ANONYMOUS =
            new UserInfo("system:anonymous", "", List.of("system:unauthenticated"), Map.of());

    /** Whoever has shown credentials that nobody stands behind. */
    public static final UserInfo NOBODY = new UserInfo("", "", List.of(), Map.of());

    public UserInfo {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    /** A user whose credential was good: one group more than it names. */
    public static UserInfo authenticated(String name, List<String> groups) {
        List<String> all = new ArrayList<>(groups);
        if (!all.contains(AUTHENTICATED)) {
            all.add(AUTHENTICATED);
        }
        return new UserInfo(name, "", all, Map.of());
    }

    public UserInfo withUid(String other) {
        return new UserInfo(name, other, groups, extra);
    }

    public UserInfo withExtra(Map<String, List<String>> other) {
        return new UserInfo(name, uid, groups, other);
    }

    public boolean in(String group) {
        return groups.contains(group);
    }
}
