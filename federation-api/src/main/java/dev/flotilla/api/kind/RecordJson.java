package dev.flotilla.api.kind;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way between a tree and the records of a kind. Fields the records do not know are ignored; lists, maps and
 * strings that are absent or null are empty; an unknown enum value is null. Writing leaves out what is empty or null.
 */
public final class RecordJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .withConfigOverride(
                    List.class, config -> config.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(
                    Map.class, config -> config.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .withConfigOverride(
                    String.class, config -> config.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    private RecordJson() {}

    /**
     * @param tree of the record; an absent one reads as an empty object
     * @throws tools.jackson.core.JacksonException if a field has another type than the record says
     */
    public static <T extends Record> T read(JsonNode tree, Class<T> type) {
        JsonNode present = tree.isObject() ? tree : MAPPER.createObjectNode();
        return MAPPER.treeToValue(present, type);
    }

    /** A fresh tree. */
    public static ObjectNode write(Record value) {
        return MAPPER.valueToTree(value);
    }
}
