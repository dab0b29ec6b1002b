package dev.flotilla.hub.proxy;

import dev.flotilla.apiserver.request.ApiResponse.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which headers pass between a caller and a member. */
final class ForwardedHeaders {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");
    private static final Set<String> CALLERS_OWN = Set.of("authorization", "host", "expect", "cookie");
    private static final String BEARER_PROTOCOL = "base64url.bearer.authorization.k8s.io.";

    private ForwardedHeaders() {}

    /** What of a caller's headers a member gets: nothing that proves or claims who the caller is. */
    static List<Header> toMember(List<Header> given) {
        Set<String> dropped = connectionOptions(given);
        List<Header> kept = new ArrayList<>();
        for (Header header : given) {
            String name = header.name().toLowerCase(Locale.ROOT);
            boolean identity =
                    CALLERS_OWN.contains(name) || name.startsWith("impersonate-") || name.startsWith("x-remote-");
            if (identity || HOP_BY_HOP.contains(name) || dropped.contains(name)) {
                continue;
            }
            if (name.equals("sec-websocket-protocol")) {
                withoutBearer(header).ifPresent(kept::add);
            } else {
                kept.add(header);
            }
        }
        return kept;
    }

    /**
     * What of a member's headers its caller gets.
     *
     * @param prefix where the member's root lies in the hub's API, for redirects
     * @param server the member's address, as {@code https://host:port}
     */
    static List<Header> toCaller(List<Header> given, String prefix, String server) {
        Set<String> dropped = connectionOptions(given);
        List<Header> kept = new ArrayList<>();
        for (Header header : given) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(name) || dropped.contains(name) || name.equals("audit-id")) {
                continue;
            }
            kept.add(
                    name.equals("location")
                            ? new Header(header.name(), location(header.value(), prefix, server))
                            : header);
        }
        return kept;
    }

    /** A redirect within the member stays within it for the caller too. */
    static String location(String value, String prefix, String server) {
        String local = value.startsWith(server) ? value.substring(server.length()) : value;
        return local.startsWith("/") && !local.startsWith("//") ? prefix + local : value;
    }

    private static Set<String> connectionOptions(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("connection"))
                .flatMap(header -> Arrays.stream(header.value().split(",")))
                .map(option -> option.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Optional<Header> withoutBearer(Header protocols) {
        String kept = Arrays.stream(protocols.value().split(","))
                .map(String::strip)
                .filter(protocol -> !protocol.startsWith(BEARER_PROTOCOL))
                .collect(Collectors.joining(", "));
        return kept.isEmpty() ? Optional.empty() : Optional.of(new Header(protocols.name(), kept));
    }
}
