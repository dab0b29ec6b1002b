package dev.flotilla.apiserver.impersonation;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.UserInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads in whose name a request is to be carried out. */
final class Wanted {
    private static final String USER = "impersonate-user";
    private static final String UID = "impersonate-uid";
    private static final String GROUP = "impersonate-group";
    private static final String EXTRA = "impersonate-extra-";

    private Wanted() {}

    /**
     * @param headers by lower-case name
     * @return the user as the headers have it; empty if they name none
     * @throws dev.flotilla.api.status.StatusException 400 if they name something of a user but no user
     */
    static Optional<UserInfo> read(Map<String, List<String>> headers) {
        String name = first(headers, USER);
        String uid = first(headers, UID);
        List<String> groups = headers.getOrDefault(GROUP, List.of());
        Map<String, List<String>> extra = new TreeMap<>();
        headers.forEach((header, values) -> {
            if (header.startsWith(EXTRA)) {
                extra.computeIfAbsent(decoded(header.substring(EXTRA.length())), _ -> new ArrayList<>())
                        .addAll(values);
            }
        });
        if (!name.isEmpty()) {
            return Optional.of(new UserInfo(name, uid, groups, extra));
        }
        if (uid.isEmpty() && groups.isEmpty() && extra.isEmpty()) {
            return Optional.empty();
        }
        throw StatusError.badRequest("requested &user.DefaultInfo{Name:\"\", UID:" + GoText.quoted(uid) + ", Groups:"
                        + syntax(groups) + ", Extra:" + syntax(extra) + "} without impersonating a user name")
                .exception();
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return key;
        }
    }

    private static String syntax(List<String> values) {
        return values.isEmpty()
                ? "[]string(nil)"
                : values.stream().map(GoText::quoted).collect(Collectors.joining(", ", "[]string{", "}"));
    }

    private static String syntax(Map<String, List<String>> values) {
        return values.isEmpty()
                ? "map[string][]string(nil)"
                : values.entrySet().stream()
                        .map(entry -> GoText.quoted(entry.getKey()) + ":" + syntax(entry.getValue()))
                        .collect(Collectors.joining(", ", "map[string][]string{", "}"));
    }
}
