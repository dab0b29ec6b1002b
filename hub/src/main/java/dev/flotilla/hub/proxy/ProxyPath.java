package dev.flotilla.hub.proxy;

import dev.flotilla.api.status.StatusError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds what of a request's URI is meant for whom stands behind a prefix. */
public final class ProxyPath {
    private ProxyPath() {}

    /**
     * @param uri as the request spells it
     * @param prefix unescaped, without a slash at its end
     * @return path and query behind the prefix, spelled as they were; at least a slash
     * @throws dev.flotilla.api.status.StatusException 400 if the URI spells the prefix otherwise, or leaves it again
     */
    public static String behind(String uri, String prefix) {
        if (!uri.startsWith(prefix)) {
            throw refused("spell " + prefix + " without escapes");
        }
        String rest = uri.substring(prefix.length());
        String target = rest.isEmpty() || rest.startsWith("?") ? "/" + rest : rest;
        if (!target.startsWith("/")) {
            throw refused("spell " + prefix + " without escapes");
        }
        leads(path(target)).ifPresent(why -> {
            throw refused(why);
        });
        return target;
    }

    /** A target's part before its query. */
    public static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static Optional<String> leads(String path) {
        String decoded;
        try {
            decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.of("the path holds a malformed escape");
        }
        for (String segment : decoded.split("[/\\\\]")) {
            if (segment.equals("..") || segment.equals(".")) {
                return Optional.of("the path must not hold . or ..");
            }
        }
        return decoded.chars().anyMatch(c -> c <= ' ' || c == 0x7f)
                ? Optional.of("the path must not hold blanks or control characters")
                : Optional.empty();
    }

    private static RuntimeException refused(String why) {
        return StatusError.badRequest("invalid path behind a proxy: " + why).exception();
    }
}
