package dev.flotilla.hub.proxy;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiResponse.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says to a member in whose name a request is made: user and groups, as Karmada does. The groups that say how somebody
 * was recognised are left out; the member adds its own.
 */
final class Impersonation {
    private static final Set<String> RECOGNITION = Set.of("system:authenticated", "system:unauthenticated");

    private Impersonation() {}

    /** @throws dev.flotilla.api.status.StatusException 400 if a name cannot stand in a header */
    static List<Header> headers(UserInfo user) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Impersonate-User", checked(user.name())));
        for (String group : user.groups()) {
            if (!RECOGNITION.contains(group)) {
                headers.add(new Header("Impersonate-Group", checked(group)));
            }
        }
        return headers;
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw StatusError.badRequest("a user or group name that holds control characters cannot be passed on to a"
                            + " member; log in under another name")
                    .exception();
        }
        return name;
    }
}
