package dev.flotilla.dr.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** The one way between a report and its JSON. Nothing is left out, and nothing unknown is read over. */
public final class ReportJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new TimeWriter())
                    .addDeserializer(Instant.class, new TimeReader()))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ReportJson() {}

    public static ObjectNode tree(DrillReport report) {
        return MAPPER.valueToTree(report);
    }

    /** The report's canonical JSON, without white space. */
    public static byte[] bytes(DrillReport report) {
        return CanonicalJson.bytes(tree(report));
    }

    /**
     * The report that has exactly this canonical JSON.
     *
     * @throws IllegalArgumentException saying why there is none
     */
    public static DrillReport read(byte[] json) {
        return read(parse(json));
    }

    static DrillReport read(JsonNode tree) {
        DrillReport report;
        try {
            report = MAPPER.treeToValue(tree, DrillReport.class);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
        }
        if (report == null || !Arrays.equals(bytes(report), CanonicalJson.bytes(tree))) {
            throw new IllegalArgumentException("its fields are not in the form in which a report is written");
        }
        return report;
    }

    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("it is not JSON: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static final class TimeWriter extends ValueSerializer<Instant> {
        @Override
        public void serialize(Instant at, JsonGenerator generator, SerializationContext context) {
            generator.writeString(CanonicalJson.time(at));
        }
    }

    private static final class TimeReader extends ValueDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString("");
            try {
                return Instant.parse(text);
            } catch (DateTimeException unreadable) {
                throw new IllegalArgumentException("'" + text + "' is not a time", unreadable);
            }
        }
    }
}
