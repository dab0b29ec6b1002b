package dev.flotilla.api.schema.decode;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a YAML scalar means to Kubernetes. */
final class YamlScalar {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern PREFIXED =
            Pattern.compile("([-+]?)0(?:([xX])([0-9a-fA-F]+)|([bB])([01]+)|[oO]?([0-7]+))");
    private static final int DIGITS_MAX = 400;

    private YamlScalar() {}

    static JsonNode resolve(ScalarEvent scalar) {
        String text = GoText.clean(scalar.getValue());
        String tag = scalar.getTag().orElse("");
        return switch (tag) {
            case "tag:yaml.org,2002:str" -> NODES.stringNode(text);
            case "tag:yaml.org,2002:binary" -> binary(text);
            default -> scalar.isPlain() ? plain(text) : NODES.stringNode(text);
        };
    }

    private static JsonNode plain(String text) {
        if (NULLS.contains(text)) {
            return NODES.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return NODES.booleanNode(TRUE.contains(text));
        }
        char first = text.charAt(0);
        boolean mayBeNumber = first == '-' || first == '+' || first == '.' || Character.isDigit(first);
        return mayBeNumber && text.length() <= DIGITS_MAX ? number(text) : NODES.stringNode(text);
    }

    private static JsonNode number(String text) {
        String digits = text.replace("_", "");
        Matcher prefixed = PREFIXED.matcher(digits);
        if (prefixed.matches()) {
            String sign = prefixed.group(1);
            if (prefixed.group(3) != null) {
                return GoText.integer(new BigInteger(sign + prefixed.group(3), 16));
            }
            return prefixed.group(5) != null
                    ? GoText.integer(new BigInteger(sign + prefixed.group(5), 2))
                    : GoText.integer(new BigInteger(sign + prefixed.group(6), 8));
        }
        if (!DECIMAL.matcher(digits).matches()) {
            return NODES.stringNode(text);
        }
        if (GoText.isInteger(digits) && new BigInteger(digits).bitLength() <= Long.SIZE) {
            return GoText.integer(new BigInteger(digits));
        }
        double value = Double.parseDouble(digits);
        return Double.isInfinite(value) ? NODES.stringNode(text) : GoText.number(value);
    }

    private static JsonNode binary(String text) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            return NODES.stringNode(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new DecodeFailure("yaml: !!binary value contains invalid base64 data");
        }
    }
}
