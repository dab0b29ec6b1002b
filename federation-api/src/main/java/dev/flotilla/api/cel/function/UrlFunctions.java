package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.KubernetesTypes;
import dev.flotilla.api.cel.value.LiteralMap;
import dev.flotilla.api.cel.value.Opaque;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** URLs: absolute, or absolute paths. */
final class UrlFunctions {
    private UrlFunctions() {}

    /** @param text the URL whole, by which it is compared */
    private record Url(String text, String scheme, String host, String path, String query) implements Opaque {
        @Override
        public CelType type() {
            return KubernetesTypes.URL;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static void addTo(FunctionSet.Builder into) {
        into.global("url", "string_to_url", "string -> URL", args -> parse((String) args[0]));
        into.global("isURL", "is_url_string", "string -> bool", args -> isUrl((String) args[0]));
        into.member(
                "getScheme",
                "url_get_scheme",
                "URL -> string",
                args -> url(args).scheme());
        into.member(
                "getHost", "url_get_host", "URL -> string", args -> url(args).host());
        into.member(
                "getHostname",
                "url_get_hostname",
                "URL -> string",
                args -> hostname(url(args).host()));
        into.member(
                "getPort",
                "url_get_port",
                "URL -> string",
                args -> port(url(args).host()));
        into.member(
                "getEscapedPath",
                "url_get_escaped_path",
                "URL -> string",
                args -> url(args).path());
        into.member(
                "getQuery",
                "url_get_query",
                "URL -> map(string, list(string))",
                args -> query(url(args).query()));
    }

    static boolean isUrl(String text) {
        try {
            parse(text);
            return true;
        } catch (CelError _) {
            return false;
        }
    }

    private static Url url(Object[] args) {
        return (Url) args[0];
    }

    private static Url parse(String text) {
        if (text.isEmpty()) {
            throw refused(text, "empty url");
        }
        if (text.chars().anyMatch(letter -> letter < 0x20 || letter == 0x7f)) {
            throw refused(text, "net/url: invalid control character in URL");
        }
        int colon = schemeEnd(text);
        String scheme = colon > 0 ? text.substring(0, colon).toLowerCase(Locale.ROOT) : "";
        String rest = colon > 0 ? text.substring(colon + 1) : text;
        String query = "";
        int question = rest.indexOf('?');
        if (question >= 0) {
            query = rest.substring(question + 1);
            rest = rest.substring(0, question);
        }
        if (!rest.startsWith("/")) {
            if (scheme.isEmpty()) {
                throw refused(text, "invalid URI for request");
            }
            return new Url(text, scheme, "", "", query);
        }
        String host = "";
        if (rest.startsWith("//") && !(scheme.isEmpty() && rest.startsWith("///"))) {
            int slash = rest.indexOf('/', 2);
            host = rest.substring(2, slash < 0 ? rest.length() : slash);
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        check(text, host, rest);
        return new Url(text, scheme, host.substring(host.lastIndexOf('@') + 1), rest, query);
    }

    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean alpha = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            boolean later = (letter >= '0' && letter <= '9') || letter == '+' || letter == '-' || letter == '.';
            if (letter == ':') {
                if (i == 0) {
                    throw refused(text, "missing protocol scheme");
                }
                return i;
            }
            if (!alpha && (i == 0 || !later)) {
                return -1;
            }
        }
        return -1;
    }

    private static void check(String text, String host, String path) {
        String name = host.substring(host.lastIndexOf('@') + 1);
        if (name.startsWith("[") && !name.contains("]")) {
            throw refused(text, "missing ']' in host");
        }
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf(']') && !name.substring(colon + 1).matches("[0-9]*")) {
            throw refused(text, "invalid port \"" + name.substring(colon) + "\" after host");
        }
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (" \\^`{|}".indexOf(letter) >= 0) {
                throw refused(text, "invalid character \"" + letter + "\" in host name");
            }
        }
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
            if (!path.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
                throw refused(text, "invalid URL escape \"" + path.substring(i, Math.min(path.length(), i + 3)) + "\"");
            }
        }
    }

    private static CelError refused(String text, String why) {
        return new CelError(
                "URL parse error during conversion from string: parse " + StringFunctions.quote(text) + ": " + why);
    }

    private static String hostname(String host) {
        if (host.startsWith("[")) {
            return host.substring(1, Math.max(1, host.indexOf(']')));
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static String port(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || colon < host.lastIndexOf(']') ? "" : host.substring(colon + 1);
    }

    private static LiteralMap query(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty() && !pair.contains(";")) {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                values.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return LiteralMap.of(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
