package dev.flotilla.api.schema.decode;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a body says it is. */
record Envelope(String apiVersion, String kind) {
    private static final String CANNOT_TELL = "couldn't get version/kind; json parse error: ";

    static Envelope of(String apiVersion, String kind) {
        return new Envelope(GoText.clean(apiVersion), GoText.clean(kind));
    }

    /** Reads the whole document, so that malformed JSON is told before anything else. */
    static Envelope read(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new DecodeFailure(CANNOT_TELL + "unexpected end of JSON input");
        }
        if (first != JsonToken.START_OBJECT) {
            parser.skipChildren();
            String into = first == JsonToken.VALUE_NULL ? "" : LeafReader.describe(first);
            throw new DecodeFailure(CANNOT_TELL + "json: cannot unmarshal " + into + " into Go value of type struct {"
                    + " APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        String apiVersion = "";
        String kind = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("kind")) {
                kind = text(parser, value, name);
            } else if (name.equals("apiVersion")) {
                apiVersion = text(parser, value, name);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new DecodeFailure(CANNOT_TELL + "a second document follows the first: send one object a request");
        }
        return new Envelope(apiVersion, kind);
    }

    private static String text(JsonParser parser, JsonToken value, String field) {
        if (value == JsonToken.VALUE_STRING) {
            return GoText.clean(parser.getString());
        }
        if (value != JsonToken.VALUE_NULL) {
            throw new DecodeFailure(CANNOT_TELL + "json: cannot unmarshal " + LeafReader.describe(value)
                    + " into Go struct field ." + field + " of type string");
        }
        return "";
    }

    static DecodeFailure malformed(String complaint) {
        return new DecodeFailure(CANNOT_TELL + complaint);
    }

    String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
