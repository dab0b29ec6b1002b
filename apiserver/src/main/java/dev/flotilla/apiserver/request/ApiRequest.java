package dev.flotilla.apiserver.request;

import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read whole.
 *
 * @param path decoded, without the query
 * @param headers by lower-case name
 * @param user in whose name it is carried out
 * @param impersonator who made it in another's name; empty if its user did
 * @param webSocket the client wants to go on as a WebSocket
 */
@SuppressWarnings("ArrayRecordComponent") // read whole, and never changed
public record ApiRequest(
        String method,
        String path,
        Query query,
        Map<String, List<String>> headers,
        byte[] body,
        UserInfo user,
        Optional<UserInfo> impersonator,
        boolean webSocket) {
    public ApiRequest(
            String method,
            String path,
            Query query,
            Map<String, List<String>> headers,
            byte[] body,
            UserInfo user,
            boolean webSocket) {
        this(method, path, query, headers, body, user, Optional.empty(), webSocket);
    }

    /** The same request, known to be this user's. */
    public ApiRequest by(UserInfo known) {
        return new ApiRequest(method, path, query, headers, body, known, Optional.empty(), webSocket);
    }

    /** The same request in another's name; who made it is its impersonator from now on. */
    public ApiRequest as(UserInfo other) {
        return new ApiRequest(method, path, query, headers, body, other, Optional.of(user), webSocket);
    }

    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /** What the answer may look like. */
    public Accept accept() {
        return Accept.parse(header("accept").orElse(""));
    }

    /** The media type of the body, lower case and without parameters; empty if the client named none. */
    public String contentType() {
        String type = header("content-type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whose name a write goes under when the client does not say: the first word of its User-Agent. */
    public String fieldManager() {
        return query.first("fieldManager").filter(name -> !name.isEmpty()).orElseGet(() -> {
            String agent = header("user-agent").orElse("");
            int slash = agent.indexOf('/');
            String name = slash < 0 ? agent : agent.substring(0, slash);
            return name.isEmpty() ? "unknown" : name.substring(0, Math.min(name.length(), 128));
        });
    }
}
