package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.KubernetesTypes;
import dev.flotilla.api.cel.value.Opaque;
import dev.flotilla.api.schema.custom.Formats;
import dev.flotilla.api.schema.validation.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Named formats that a string can be held against. */
public final class FormatFunctions {
    private static final int URL_LENGTH = 1103;
    private static final int BASE64_LENGTH = 84;
    private static final int UUID_LENGTH = 70;
    private static final int TIME_LENGTH = 71;
    private static final Map<String, NamedFormat> FORMATS = formats();

    private FormatFunctions() {}

    /**
     * A format as a value.
     *
     * @param regexLength how long its pattern is taken to be when cost is counted
     */
    public record NamedFormat(String name, int regexLength, Function<String, List<String>> check) implements Opaque {
        @Override
        public CelType type() {
            return KubernetesTypes.FORMAT;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NamedFormat format && name.equals(format.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    private static Map<String, NamedFormat> formats() {
        Map<String, NamedFormat> all = new LinkedHashMap<>();
        all.put("dns1123Label", new NamedFormat("DNS1123Label", 30, text -> Names.dnsLabel(text)));
        all.put("dns1123Subdomain", new NamedFormat("DNS1123Subdomain", 60, text -> Names.dnsSubdomain(text)));
        all.put("dns1035Label", new NamedFormat("DNS1035Label", 30, text -> Names.dns1035Label(text)));
        all.put("qualifiedName", new NamedFormat("QualifiedName", 60, Names::qualifiedName));
        all.put("dns1123LabelPrefix", new NamedFormat("DNS1123LabelPrefix", 30, text -> Names.dnsLabel(masked(text))));
        all.put(
                "dns1123SubdomainPrefix",
                new NamedFormat("DNS1123SubdomainPrefix", 60, text -> Names.dnsSubdomain(masked(text))));
        all.put(
                "dns1035LabelPrefix",
                new NamedFormat("DNS1035LabelPrefix", 30, text -> Names.dns1035Label(masked(text))));
        all.put("labelValue", new NamedFormat("LabelValue", 40, Names::labelValue));
        all.put(
                "uri",
                new NamedFormat(
                        "URI",
                        URL_LENGTH,
                        text -> UrlFunctions.isUrl(text)
                                ? List.of()
                                : List.of("parse " + StringFunctions.quote(text) + ": invalid URI for request")));
        all.put("uuid", simple("uuid", UUID_LENGTH, "does not match the UUID format"));
        all.put("byte", simple("byte", BASE64_LENGTH, "invalid base64"));
        all.put("date", simple("date", TIME_LENGTH, "invalid date"));
        all.put("datetime", simple("datetime", TIME_LENGTH, "invalid datetime"));
        return Map.copyOf(all);
    }

    /** The start of a name that is to be continued: its last dash does not count as its end. */
    private static String masked(String text) {
        boolean dash = text.length() > 1 && text.endsWith("-");
        return dash ? text.substring(0, text.length() - 2) + "a" : text;
    }

    private static NamedFormat simple(String name, int length, String refusal) {
        return new NamedFormat(name, length, text -> Formats.accepts(name, text) ? List.of() : List.of(refusal));
    }

    static void addTo(FunctionSet.Builder into) {
        FORMATS.forEach((name, format) -> into.global("format." + name, "format." + name, "-> Format", _ -> format));
        into.global(
                "format.named",
                "format-named",
                "string -> optional(Format)",
                args -> Optional.ofNullable(FORMATS.get((String) args[0])));
        into.member("validate", "format-validate", "Format, string -> optional(list(string))", args -> {
            List<String> wrong = ((NamedFormat) args[0]).check().apply((String) args[1]);
            return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong);
        });
    }
}
