package dev.flotilla.api.schema.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.schema.decode.Decoded;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class CustomResourceSchemaTest {
    private static final CustomResourceSchema WIDGET =
            CustomResourceSchema.compile("Widget", ObjectJson.mapper().readTree("""
            {"type":"object","required":["spec"],"properties":{
              "spec":{"type":"object","required":["name"],"properties":{
                "size":{"type":"integer","format":"int32","minimum":1,"maximum":10,"default":3},
                "ratio":{"type":"number","minimum":0.5,"exclusiveMinimum":true,"multipleOf":0.25},
                "name":{"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"},
                "color":{"type":"string","enum":["red","blue"]},
                "when":{"type":"string","format":"date-time"},
                "port":{"x-kubernetes-int-or-string":true},
                "maybe":{"type":"string","nullable":true},
                "tags":{"type":"array","maxItems":2,"minItems":1,"items":{"type":"string"},"x-kubernetes-list-type":"set"},
                "ports":{"type":"array","items":{"type":"object","required":["port"],"properties":{"port":{"type":"integer"},"protocol":{"type":"string","default":"TCP"}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["port","protocol"]},
                "labels":{"type":"object","additionalProperties":{"type":"string"},"maxProperties":2},
                "open":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"known":{"type":"object","properties":{"a":{"type":"string"}}}}},
                "template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},
                "choice":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}
              }},
              "status":{"type":"object","properties":{"ready":{"type":"boolean"}}}
            }}"""));
    private static final Expected EXPECTED = new Expected("example.io/v1", "Widget", WIDGET.type(), true);

    private static Decoded decode(String spec) {
        String body = "{\"apiVersion\":\"example.io/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"},\"spec\":"
                + spec + "}";
        return Decoder.decode(body.getBytes(StandardCharsets.UTF_8), Decoder.Form.JSON, EXPECTED);
    }

    private static List<String> complaints(String spec) {
        ObjectNode object = WIDGET.applyDefaults(decode(spec).object());
        return WIDGET.validate(object).stream().map(FieldError::message).toList();
    }

    @Test
    void prunesAndReportsWhatTheSchemaDoesNotName() {
        Decoded decoded = decode("""
                {"name":"ok","bogus":1,"open":{"x":{"y":1},"known":{"a":"b","z":1}},"ports":[{"port":1,"extra":2}]}""");

        assertThat(decoded.problems())
                .containsExactly(
                        "unknown field \"spec.bogus\"",
                        "unknown field \"spec.open.known.z\"",
                        "unknown field \"spec.ports[0].extra\"");
        assertThat(decoded.object().path("spec").toString())
                .isEqualTo(
                        "{\"name\":\"ok\",\"open\":{\"known\":{\"a\":\"b\"},\"x\":{\"y\":1}},\"ports\":[{\"port\":1}]}");
    }

    @Test
    void sortsNamesAndReportsDuplicates() {
        Decoded decoded = decode("{\"size\":1,\"name\":\"ab\",\"size\":2}");

        assertThat(decoded.object().toString())
                .isEqualTo("{\"apiVersion\":\"example.io/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"},"
                        + "\"spec\":{\"name\":\"ab\",\"size\":2}}");
        assertThat(decoded.problems()).containsExactly("duplicate field \"spec.size\"");
    }

    @Test
    void fillsInDefaultsAndDropsForbiddenNulls() {
        ObjectNode object = WIDGET.applyDefaults(decode("""
                {"name":"ab","size":null,"color":null,"maybe":null,"ports":[{"port":1}]}""").object());

        assertThat(object.path("spec").toString())
                .isEqualTo("{\"maybe\":null,\"name\":\"ab\",\"ports\":[{\"port\":1,\"protocol\":\"TCP\"}],\"size\":3}");
        assertThat(WIDGET.validate(object)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"ab","size":0}        | spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1
            {"name":"ab","size":11}       | spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10
            {"name":"ab","size":"x"}      | spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"
            {"name":"ab","size":true}     | spec.size: Invalid value: "": spec.size in body must be of type int32: ""
            {"name":"ab","size":[1]}      | spec.size: Invalid value: "array": spec.size in body must be of type integer: "array"
            {"name":"ab","when":5}        | spec.when: Invalid value: "int64": spec.when in body must be of type date-time: "int64"
            {"name":"ab","ratio":0.5}     | spec.ratio: Invalid value: 0.5: spec.ratio in body should be greater than 0.5
            {"name":"ab","ratio":0.6}     | spec.ratio: Invalid value: 0.6: spec.ratio in body should be a multiple of 0.25
            {"name":"a"}                  | spec.name: Invalid value: "a": spec.name in body should be at least 2 chars long
            {"name":"abcdef"}             | spec.name: Too long: may not be more than 5 bytes
            {"name":"A1"}                 | spec.name: Invalid value: "A1": spec.name in body should match '^[a-z]+$'
            {}                            | spec.name: Required value
            {"name":"ab","color":"pink"}  | spec.color: Unsupported value: "pink": supported values: "red", "blue"
            {"name":"ab","when":"today"}  | spec.when: Invalid value: "today": spec.when in body must be of type date-time: "today"
            {"name":"ab","port":true}     | spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"
            {"name":"ab","tags":[]}       | spec.tags: Invalid value: 0: spec.tags in body should have at least 1 items
            {"name":"ab","tags":["a","b","c"]} | spec.tags: Too many: 3: must have at most 2 items
            {"name":"ab","tags":["a","a"]} | spec.tags[1]: Duplicate value: "a"
            {"name":"ab","tags":[1]}      | spec.tags[0]: Invalid value: "integer": spec.tags[0] in body must be of type string: "integer"
            {"name":"ab","ports":[{"port":1},{"port":1}]} | spec.ports[1]: Duplicate value: {"port":1,"protocol":"TCP"}
            {"name":"ab","labels":{"a":"1","b":"2","c":"3"}} | spec.labels: Too many: 3: must have at most 2 items
            {"name":"ab","template":{"kind":"X"}} | spec.template.apiVersion: Required value
            """)
    void complainsAsKubernetesDoes(String spec, String complaint) {
        assertThat(complaints(spec)).containsExactly(complaint);
    }

    @Test
    void explainsAChoiceThatFails() {
        assertThat(complaints("{\"name\":\"ab\",\"choice\":{\"a\":\"1\",\"b\":\"2\"}}"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"spec.choice\" must validate one and only one schema (oneOf)."
                                + " Found 2 valid alternatives");
    }

    @Test
    void givesTheTypesThatBuiltInKindsHave() {
        TypeSchema.Struct spec =
                (TypeSchema.Struct) WIDGET.type().field("spec").orElseThrow().type();

        assertThat(spec.field("size").orElseThrow().type())
                .isEqualTo(new TypeSchema.Scalar(TypeSchema.ScalarKind.INT32));
        assertThat(spec.field("port").orElseThrow().type())
                .isEqualTo(new TypeSchema.Scalar(TypeSchema.ScalarKind.INT_OR_STRING));
        TypeSchema.ListOf ports =
                (TypeSchema.ListOf) spec.field("ports").orElseThrow().type();
        assertThat(ports.kind()).isEqualTo(TypeSchema.ListKind.MAP);
        assertThat(ports.keys()).containsExactly("port", "protocol");
        assertThat(WIDGET.type().field("metadata").orElseThrow().type().resolved())
                .isInstanceOf(TypeSchema.Struct.class);
    }

    @Test
    void keepsEverythingWhereTheSchemaIsOpen() {
        CustomResourceSchema open = CustomResourceSchema.compile(
                "Any",
                ObjectJson.mapper().readTree("{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}"));
        byte[] body =
                "{\"apiVersion\":\"e.io/v1\",\"kind\":\"Any\",\"metadata\":{\"name\":\"a\",\"x\":1},\"z\":{\"y\":[1]}}"
                        .getBytes(StandardCharsets.UTF_8);

        Decoded decoded = Decoder.decode(body, Decoder.Form.JSON, new Expected("e.io/v1", "Any", open.type(), true));

        assertThat(decoded.object().path("z").toString()).isEqualTo("{\"y\":[1]}");
        assertThat(decoded.problems()).containsExactly("unknown field \"metadata.x\"");
    }

    @ParameterizedTest
    @CsvSource({
        "ipv4,10.0.0.1,true",
        "ipv4,10.0.0.256,false",
        "ipv6,::1,true",
        "ipv6,fe80::1::2,false",
        "ipv6,1:2:3:4:5:6:7:8,true",
        "ipv6,::ffff:1.2.3.4,true",
        "ipv6,1:2,false",
        "cidr,10.0.0.0/8,true",
        "cidr,10.0.0.0/33,false",
        "cidr,fd00::/8,true",
        "date,2026-02-29,false",
        "date,2024-02-29,true",
        "date-time,2026-01-01T00:00:00Z,true",
        "date-time,2026-01-01 00:00:00,false",
        "byte,YQ==,true",
        "byte,YQ=,false",
        "uuid,123e4567-e89b-12d3-a456-426614174000,true",
        "hostname,a.b-c.d,true",
        "hostname,a_b,false",
        "unknown-format,anything,true",
        "k8s-short-name,Abc,false"
    })
    void knowsFormats(String format, String value, boolean accepted) {
        assertThat(Formats.accepts(format, value)).isEqualTo(accepted);
    }

    @Test
    void judgesNumbersTwice() {
        assertThat(complaints("{\"name\":\"ab\",\"size\":1.5}"))
                .containsExactly(
                        "spec.size: Invalid value: \"float64\": spec.size in body must be of type int32: \"float64\"",
                        "<nil>: Invalid value: \"\": Checked value must be of type integer with format int32 in spec.size");
        assertThat(complaints("{\"name\":\"ab\",\"size\":3000000000}"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": Checked value must be of type integer with format int32 in spec.size",
                        "spec.size: Invalid value: 3000000000: spec.size in body should be less than or equal to 10");
    }

    @Test
    void refusesWhatIsNotTheKindOfTheAddress() {
        assertThatThrownBy(() -> decodeWhole("{\"metadata\":{\"name\":\"w\"}}"))
                .hasMessage("the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in"
                        + " '{\"metadata\":{\"name\":\"w\"}}' ({\"metadata\":{\"name\":\"w\"}})");
        assertThatThrownBy(() -> decodeWhole("{\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"}}"))
                .hasMessage("the API version in the data () does not match the expected API version (example.io/v1)");
        assertThatThrownBy(() -> decodeWhole("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}"))
                .hasMessage("the API version in the data (v1) does not match the expected API version (example.io/v1)");
        assertThatThrownBy(() -> decodeWhole(
                        "{\"apiVersion\":\"example.io/v1\",\"kind\":\"Gadget\",\"metadata\":{\"name\":\"w\"}}"))
                .hasMessage("Gadget.example.io \"w\" is invalid: kind: Invalid value: \"Gadget\": must be Widget");
    }

    @Test
    void refusesMetadataOfTheWrongType() {
        assertThatThrownBy(() -> decodeWhole(
                        "{\"apiVersion\":\"example.io/v1\",\"kind\":\"Widget\",\"metadata\":{\"labels\":{\"a\":1}}}"))
                .hasMessage(
                        "Widget in version \"v1\" cannot be handled as a Widget: json: cannot unmarshal number into Go"
                                + " struct field ObjectMeta.labels of type string");
        assertThatThrownBy(
                        () -> decodeWhole("{\"apiVersion\":\"example.io/v1\",\"kind\":\"Widget\",\"metadata\":\"x\"}"))
                .hasMessage(
                        "Widget in version \"v1\" cannot be handled as a Widget: json: cannot unmarshal string into Go"
                                + " value of type v1.ObjectMeta");
    }

    @Test
    void holdsNumbersOfNoDeclaredTypeAsGoDoes() {
        String large = "1" + "0".repeat(30);

        assertThat(decode("{\"name\":\"ab\",\"open\":{\"x\":" + large + "}}").object().at("/spec/open/x"))
                .isEqualTo(ObjectJson.mapper().readTree("1e30"));
        assertThatThrownBy(() -> decode("{\"name\":\"ab\",\"open\":{\"x\":1e999}}"))
                .hasMessageContaining("json: cannot unmarshal number 1e999 into Go value of type float64");
    }

    private static Decoded decodeWhole(String body) {
        return Decoder.decode(body.getBytes(StandardCharsets.UTF_8), Decoder.Form.JSON, EXPECTED);
    }
}
