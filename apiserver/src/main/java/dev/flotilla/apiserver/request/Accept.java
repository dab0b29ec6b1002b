package dev.flotilla.apiserver.request;

import dev.flotilla.api.status.StatusError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The answers a client takes, in the order in which it named them. */
public record Accept(List<Range> ranges) {
    /** One media range with its parameters. */
    public record Range(String type, Map<String, String> parameters) {
        private String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    /** The form in which an object or a list is shown. */
    public enum Form {
        OBJECT,
        TABLE,
        METADATA
    }

    /** @param yaml JSON is a part of YAML, so only the content type differs */
    public record Choice(Form form, boolean yaml) {
        public String contentType() {
            return yaml ? "application/yaml" : ApiResponse.JSON;
        }
    }

    public Accept {
        ranges = List.copyOf(ranges);
    }

    static Accept parse(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String each : header.split(",")) {
            String[] parts = each.split(";");
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            parts[i].substring(0, equals).strip(),
                            parts[i].substring(equals + 1).strip());
                }
            }
            if (!type.isEmpty()) {
                ranges.add(new Range(type, parameters));
            }
        }
        return new Accept(ranges);
    }

    /**
     * The first form that both sides know.
     *
     * @throws dev.flotilla.api.status.StatusException 406 if there is none
     */
    public Choice choose() {
        if (ranges.isEmpty()) {
            return new Choice(Form.OBJECT, false);
        }
        for (Range range : ranges) {
            Optional<Choice> choice = choice(range);
            if (choice.isPresent()) {
                return choice.get();
            }
        }
        boolean known = ranges.stream().anyMatch(range -> json(range.type()) || yaml(range.type()));
        throw notAcceptable(known);
    }

    /** The version of aggregated discovery that is asked for before plain JSON, if any: v2 or v2beta1. */
    public Optional<String> aggregatedDiscovery() {
        for (Range range : ranges) {
            boolean json = json(range.type());
            if (json && range.parameter("as").equals("APIGroupDiscoveryList")) {
                String version = range.parameter("v");
                if (range.parameter("g").equals("apidiscovery.k8s.io") && version.matches("v2|v2beta1")) {
                    return Optional.of(version);
                }
            } else if (json && range.parameter("as").isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The first of the client's ranges that takes one of these types, whose order decides within a wildcard. */
    public Optional<String> firstOf(List<String> offered) {
        if (ranges.isEmpty()) {
            return Optional.of(offered.getFirst());
        }
        return ranges.stream()
                .flatMap(range -> offered.stream().filter(type -> takes(range.type(), type)))
                .findFirst();
    }

    private static boolean takes(String range, String type) {
        return range.equals(type)
                || range.equals("*/*")
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }

    private static boolean json(String type) {
        return type.equals(ApiResponse.JSON) || type.equals("*/*") || type.equals("application/*");
    }

    private static boolean yaml(String type) {
        return type.equals("application/yaml");
    }

    private static Optional<Choice> choice(Range range) {
        boolean yaml = yaml(range.type());
        if (!yaml && !json(range.type())) {
            return Optional.empty();
        }
        boolean meta = range.parameter("g").equals("meta.k8s.io")
                && range.parameter("v").matches("v1|v1beta1");
        return switch (range.parameter("as")) {
            case "" -> Optional.of(new Choice(Form.OBJECT, yaml));
            case "Table" -> meta ? Optional.of(new Choice(Form.TABLE, yaml)) : Optional.empty();
            case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                meta ? Optional.of(new Choice(Form.METADATA, yaml)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** @param known a media type is one that is served, though not in the form that is asked for */
    private static RuntimeException notAcceptable(boolean known) {
        String served = "application/json, application/yaml";
        return (known
                        ? new StatusError(
                                406,
                                "NotAcceptable",
                                "only the following media types are accepted: " + served
                                        + ", application/vnd.kubernetes.protobuf",
                                Optional.empty())
                        : new StatusError(
                                406,
                                "NotAcceptable",
                                "406: Not Acceptable\n\nAvailable representations: " + served,
                                Optional.of(StatusError.Details.NONE)))
                .exception();
    }
}
