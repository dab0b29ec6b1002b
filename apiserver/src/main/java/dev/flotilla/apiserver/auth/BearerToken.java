package dev.flotilla.apiserver.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The token that a request bears, as its headers spell it. The text form never shows it. */
public sealed interface BearerToken {
    /** The header that says who asks; nobody behind authentication needs to see it. */
    String AUTHORIZATION = "authorization";

    String PROTOCOLS = "sec-websocket-protocol";
    String PROTOCOL_PREFIX = "base64url.bearer.authorization.k8s.io.";
    String SPACE_WARNING =
            "the provided Authorization header contains extra space before the bearer token, and is ignored";

    /** None, or something else that is no bearer token, which is as good as none. */
    record Absent(Optional<String> warning) implements BearerToken {}

    record Given(String token) implements BearerToken {
        @Override
        public String toString() {
            return "Given[" + token.length() + " characters]";
        }
    }

    /** One that was meant but cannot be read. */
    record Malformed(String why) implements BearerToken {}

    BearerToken NONE = new Absent(Optional.empty());

    /**
     * @param headers by lower-case name
     * @param webSocket a WebSocket's client may say it in a subprotocol, since a browser lets it set no header
     */
    static BearerToken in(Map<String, List<String>> headers, boolean webSocket) {
        BearerToken header = ofHeader(String.join(",", headers.getOrDefault(AUTHORIZATION, List.of())));
        return webSocket && header instanceof Absent ? ofProtocols(headers, header) : header;
    }

    private static BearerToken ofHeader(String header) {
        String[] parts = header.strip().split(" ", 3);
        if (parts.length < 2 || !parts[0].toLowerCase(Locale.ROOT).equals("bearer")) {
            return NONE;
        }
        if (parts[1].isEmpty()) {
            return parts.length == 3 ? new Absent(Optional.of(SPACE_WARNING)) : NONE;
        }
        return new Given(parts[1]);
    }

    private static BearerToken ofProtocols(Map<String, List<String>> headers, BearerToken otherwise) {
        List<String> tokens = new ArrayList<>();
        boolean others = false;
        for (String protocol : protocols(headers)) {
            if (protocol.startsWith(PROTOCOL_PREFIX)) {
                tokens.add(protocol.substring(PROTOCOL_PREFIX.length()));
            } else {
                others = true;
            }
        }
        if (tokens.isEmpty()) {
            return otherwise;
        }
        if (tokens.size() > 1) {
            return new Malformed("multiple base64.bearer.authorization tokens specified");
        }
        return others ? decode(tokens.getFirst()) : new Malformed("missing additional subprotocol");
    }

    private static BearerToken decode(String encoded) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            String token = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return token.isEmpty() ? NONE : new Given(token);
        } catch (IllegalArgumentException _) {
            return new Malformed("invalid base64.bearer.authorization token encoding");
        } catch (CharacterCodingException _) {
            return new Malformed("invalid base64.bearer.authorization token");
        }
    }

    /** The subprotocols that are left for the two sides to agree on when the token is taken out. */
    static List<String> protocolsWithoutToken(Map<String, List<String>> headers) {
        return protocols(headers).stream()
                .filter(protocol -> !protocol.startsWith(PROTOCOL_PREFIX))
                .toList();
    }

    private static List<String> protocols(Map<String, List<String>> headers) {
        return headers.getOrDefault(PROTOCOLS, List.of()).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }
}
