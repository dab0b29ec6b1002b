package dev.flotilla.apiserver.request;

import dev.flotilla.api.status.StatusError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters behind a URL's question mark, decoded, in their order. */
public record Query(Map<String, List<String>> values) {
    public static final Query EMPTY = new Query(Map.of());

    /** @throws dev.flotilla.api.status.StatusException 400 if an escape is malformed */
    public static Query parse(String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return new Query(values);
    }

    public Optional<String> first(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** The parameter's text; empty if it is absent. */
    public String text(String name) {
        return first(name).orElse("");
    }

    /** As Kubernetes reads booleans in a query: absent, "0" and "false" are false, anything else is true. */
    public boolean flag(String name) {
        return first(name)
                .map(value -> !value.equals("0") && !value.equalsIgnoreCase("false"))
                .orElse(false);
    }

    /**
     * @return empty if the parameter is absent or empty
     * @throws dev.flotilla.api.status.StatusException 400 if it is no number
     */
    public Optional<Long> number(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw StatusError.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax in the parameter "
                            + name + "; give a whole number")
                    .exception();
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw StatusError.badRequest("the query holds a malformed escape: " + text)
                    .exception();
        }
    }
}
