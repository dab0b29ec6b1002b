package dev.flotilla.api.schema.custom;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The string formats that a CRD's schema may demand; one that Kubernetes does not know demands nothing. */
public final class Formats {
    private static final String HEX = "[0-9a-fA-F]";
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Map<String, Pattern> PATTERNS = Map.ofEntries(
            pattern("bsonobjectid", HEX + "{24}"),
            pattern("email", "[^@\\s<>]+@[^@\\s<>]+"),
            pattern(
                    "hostname",
                    "(?=.{1,253}$)[a-zA-Z0-9]([-a-zA-Z0-9]{0,62})(\\.[a-zA-Z0-9]([-a-zA-Z0-9]{0,62}))*\\.?"),
            pattern("ipv4", octets()),
            pattern("mac", HEX + "{2}([:-]" + HEX + "{2}){5,7}|(" + HEX + "{4}\\.){2,3}" + HEX + "{4}"),
            pattern("uuid", HEX + "{8}-?" + HEX + "{4}-?" + HEX + "{4}-?" + HEX + "{4}-?" + HEX + "{12}"),
            pattern("uuid3", HEX + "{8}-?" + HEX + "{4}-?3" + HEX + "{3}-?" + HEX + "{4}-?" + HEX + "{12}"),
            pattern("uuid4", HEX + "{8}-?" + HEX + "{4}-?4" + HEX + "{3}-?[89abAB]" + HEX + "{3}-?" + HEX + "{12}"),
            pattern("uuid5", HEX + "{8}-?" + HEX + "{4}-?5" + HEX + "{3}-?[89abAB]" + HEX + "{3}-?" + HEX + "{12}"),
            pattern("ssn", "[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}"),
            pattern("hexcolor", "#?(" + HEX + "{3}|" + HEX + "{6})"),
            pattern("rgbcolor", "rgb\\(\\s*[0-9]{1,3}\\s*,\\s*[0-9]{1,3}\\s*,\\s*[0-9]{1,3}\\s*\\)"),
            pattern(
                    "duration",
                    "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+) ?[a-zµ]+(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)[a-zµ]+)*|0"),
            pattern(
                    "datetime",
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"),
            pattern("k8sshortname", "(?=.{1,63}$)" + LABEL),
            pattern("k8slongname", "(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*+"));

    private static final Set<String> OTHERS =
            Set.of("byte", "uri", "ipv6", "cidr", "date", "password", "int32", "int64", "float", "double");

    private Formats() {}

    private static Map.Entry<String, Pattern> pattern(String name, String regex) {
        return Map.entry(name, Pattern.compile(regex));
    }

    private static String octets() {
        String octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        return octet + "(\\." + octet + "){3}";
    }

    /** Whether a schema that names the format means anything by it. */
    static boolean isKnown(String format) {
        String name = format.replace("-", "");
        return PATTERNS.containsKey(name) || OTHERS.contains(name);
    }

    public static boolean accepts(String format, String value) {
        String name = format.replace("-", "");
        return switch (name) {
            case "" -> true;
            case "byte" -> isBase64(value);
            case "uri" -> isUri(value);
            case "ipv6" -> isIpv6(value);
            case "cidr" -> isCidr(value);
            case "date" -> isDate(value);
            case "datetime" -> matches(name, value) && isDate(value.substring(0, "2006-01-02".length()));
            default -> !PATTERNS.containsKey(name) || matches(name, value);
        };
    }

    private static boolean matches(String name, String value) {
        Pattern pattern = PATTERNS.get(name);
        return pattern != null && pattern.matcher(value).matches();
    }

    private static boolean isBase64(String value) {
        try {
            Base64.getDecoder().decode(value);
            return value.length() % 4 == 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isUri(String value) {
        try {
            URI uri = new URI(value);
            return uri.isAbsolute() || value.startsWith("/");
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean isDate(String value) {
        try {
            return LocalDate.parse(value).getYear() >= 0;
        } catch (DateTimeException _) {
            return false;
        }
    }

    /** Groups are counted, so that no name is ever looked up. */
    private static boolean isIpv6(String value) {
        String text = value;
        int groups = 8;
        int lastColon = text.lastIndexOf(':');
        if (text.contains(".") && lastColon >= 0) {
            if (!matches("ipv4", text.substring(lastColon + 1))) {
                return false;
            }
            text = text.substring(0, lastColon + 1) + "0:0";
        }
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return false;
        }
        String spread = gap < 0 ? text : text.replace("::", ":g:");
        String trimmed = spread.replaceFirst("^:g", "g").replaceFirst("g:$", "g");
        String[] parts = trimmed.split(":", -1);
        for (String part : parts) {
            if (!part.equals("g") && !part.matches(HEX + "{1,4}")) {
                return false;
            }
        }
        return gap < 0 ? parts.length == groups : parts.length <= groups;
    }

    private static boolean isCidr(String value) {
        int slash = value.indexOf('/');
        if (slash < 0 || !value.substring(slash + 1).matches("[0-9]{1,3}")) {
            return false;
        }
        String address = value.substring(0, slash);
        int bits = Integer.parseInt(value.substring(slash + 1));
        return matches("ipv4", address) ? bits <= 32 : isIpv6(address) && bits <= 128;
    }
}
