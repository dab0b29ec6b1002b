package dev.flotilla.api.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class DecoderTest {
    private static final Expected DEPLOYMENT = Expected.builtIn("apps/v1", "Deployment");
    private static final Expected CONFIG_MAP = Expected.builtIn("v1", "ConfigMap");

    private static Decoded json(String body, Expected expected) {
        return Decoder.decode(body.getBytes(StandardCharsets.UTF_8), Decoder.Form.JSON, expected);
    }

    private static Decoded yaml(String body, Expected expected) {
        return Decoder.decode(body.getBytes(StandardCharsets.UTF_8), Decoder.Form.YAML, expected);
    }

    @Test
    void refusesUnknownFieldsWhenStrict() {
        byte[] body = """
                {"apiVersion":"apps/v1","kind":"Deployment","spec":{"bogus":1,"template":{"spec":{"containers":[{"imagee":"x"}]}}}}
                """.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Decoder.strict(body, Decoder.Form.JSON, DEPLOYMENT))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> assertThat(e.status().code()).isEqualTo(400))
                .hasMessage(
                        "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown"
                                + " field \"spec.bogus\", unknown field \"spec.template.spec.containers[0].imagee\"");
    }

    @Test
    void namesTheFieldOfAWrongType() {
        assertThatThrownBy(() -> json("{\"spec\":{\"replicas\":\"3\"}}", DEPLOYMENT))
                .hasMessage(
                        "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string"
                                + " into Go struct field DeploymentSpec.spec.replicas of type int32");
    }

    @Test
    void fillsInTheKindThatTheAddressSays() {
        ObjectNode decoded = json("{\"metadata\":{\"name\":\"c\"}}", CONFIG_MAP).object();

        assertThat(decoded.toString())
                .isEqualTo("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"c\"}}");
    }

    @Test
    void takesDeleteOptionsOfAnyVersionAndNothingElse() {
        Expected options = Expected.deleteOptions();

        ObjectNode decoded = json(
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"DeleteOptions\",\"gracePeriodSeconds\":1}", options)
                .object();

        assertThat(decoded.path("gracePeriodSeconds").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> json("{\"kind\":\"Foo\"}", options))
                .hasMessage(
                        "no kind \"Foo\" is registered for version \"meta.k8s.io/v1\" in scheme \"pkg/runtime/scheme.go:111\"");
    }

    @Test
    void refusesAnotherKind() {
        assertThatThrownBy(() -> json("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}", DEPLOYMENT))
                .hasMessage(
                        "ConfigMap in version \"v1\" cannot be handled as a Deployment: converting (v1.ConfigMap) to"
                                + " (apps.Deployment): unknown conversion");
        assertThatThrownBy(() -> json("{\"apiVersion\":\"v1\",\"kind\":\"Nope\"}", CONFIG_MAP))
                .hasMessageStartingWith("Nope in version \"v1\" cannot be handled as a ConfigMap: no kind \"Nope\" is"
                        + " registered for version \"v1\"");
    }

    @Test
    void refusesAnotherVersionOfTheKind() {
        Expected v2 = Expected.builtIn("autoscaling/v2", "HorizontalPodAutoscaler");

        assertThatThrownBy(() -> json("{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"HorizontalPodAutoscaler\"}", v2))
                .hasMessage("the API version in the data (autoscaling/v1) does not match the expected API version"
                        + " (autoscaling/v2)");
    }

    @Test
    void showsTheBeginningOfWhatItCannotRead() {
        assertThatThrownBy(() -> json("", CONFIG_MAP))
                .hasMessage(
                        "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind;"
                                + " json parse error: unexpected end of JSON input (<empty>)");
        assertThatThrownBy(() -> json("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",}", CONFIG_MAP))
                .hasMessageContaining("invalid character '}' looking for beginning of object key string"
                        + " ({\"kind\":\"ConfigMap\",\"apiVersio ...)");
    }

    @Test
    void readsYamlByTheRulesOfYaml11() {
        ObjectNode decoded = yaml("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: web
                          annotations: {1: one, true: 'yes', hex: "0x10"}
                        spec:
                          replicas: 0x10
                          paused: yes
                          template: &t
                            spec:
                              containers:
                              - name: c
                                image: "1.10"
                                resources: {limits: {cpu: .5, memory: 1e3}}
                        """, DEPLOYMENT).object();

        assertThat(decoded.at("/metadata/annotations").toString())
                .isEqualTo("{\"1\":\"one\",\"hex\":\"0x10\",\"true\":\"yes\"}");
        assertThat(decoded.at("/spec/replicas").asInt()).isEqualTo(16);
        assertThat(decoded.at("/spec/paused").asBoolean()).isTrue();
        assertThat(decoded.at("/spec/template/spec/containers/0/image").asString())
                .isEqualTo("1.10");
        assertThat(decoded.at("/spec/template/spec/containers/0/resources/limits")
                        .toString())
                .isEqualTo("{\"cpu\":\"500m\",\"memory\":\"1k\"}");
    }

    @Test
    void refusesControlCharactersInYaml() {
        assertThatThrownBy(() -> yaml("data: {a: \u0083}", CONFIG_MAP))
                .hasMessageContaining("yaml: control characters are not allowed");
    }

    @Test
    void takesANumberBeyondEveryDoubleForText() {
        String digits = "5".repeat(310);

        ObjectNode decoded =
                yaml("data: {a: " + digits + ", b: 1e999}", CONFIG_MAP).object();

        assertThat(decoded.at("/data/a").asString()).isEqualTo(digits);
        assertThat(decoded.at("/data/b").asString()).isEqualTo("1e999");
    }

    @Test
    void readsAnchorsAndMerges() {
        ObjectNode decoded = yaml("""
                        data: &d {a: x, b: w}
                        metadata: {name: c, labels: {<<: *d, b: z}}
                        """, CONFIG_MAP).object();

        assertThat(decoded.at("/metadata/labels").toString()).isEqualTo("{\"a\":\"x\",\"b\":\"z\"}");
    }

    @Test
    void reportsNamesGivenTwiceInYaml() {
        Decoded decoded = yaml("data:\n  a: x\n  a: z\n", CONFIG_MAP);

        assertThat(decoded.problems())
                .containsExactly("yaml: unmarshal errors:\n  line 3: key \"a\" already set in map");
        assertThat(decoded.warnings()).containsExactly("line 3: key \"a\" already set in map");
        assertThat(decoded.object().at("/data/a").asString()).isEqualTo("z");
    }

    @Test
    void refusesYamlThatExpandsWithoutEnd() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String last = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", java.util.Collections.nCopies(10, last))));
        }

        assertThatThrownBy(() -> yaml(bomb.toString(), CONFIG_MAP)).hasMessageContaining("excessive aliasing");
    }

    @Test
    void refusesMalformedYamlWithItsPlace() {
        assertThatThrownBy(() -> yaml("a: [1, 2\nb: }", CONFIG_MAP))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("(must be of type ConfigMap): yaml: line ");
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowing() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> json("{\"spec\":" + deep + "}", DEPLOYMENT)).isInstanceOf(StatusException.class);
        assertThatThrownBy(() -> yaml("spec: " + deep, DEPLOYMENT)).isInstanceOf(StatusException.class);
    }

    @Test
    void answersAnyBytesWithAnObjectOrARefusal() {
        long seed = 42;
        Random random = new Random(seed);
        byte[] valid = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"replicas\":1,\"selector\":{}}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] body = valid.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            for (Decoder.Form form : Decoder.Form.values()) {
                try {
                    assertThat(Decoder.decode(body, form, DEPLOYMENT).object()).isNotNull();
                } catch (StatusException e) {
                    assertThat(e.status().code())
                            .as("seed %d, round %d, %s", seed, round, form)
                            .isEqualTo(400);
                }
            }
        }
    }

    @Test
    void answersAnyProtobufBytesWithAnObjectOrARefusal() {
        long seed = 7;
        Random random = new Random(seed);
        byte[] head = {'k', '8', 's', 0, 0x12, 40};
        for (int round = 0; round < 5_000; round++) {
            byte[] body = new byte[head.length + 40];
            random.nextBytes(body);
            System.arraycopy(head, 0, body, 0, head.length);
            try {
                assertThat(Decoder.decode(body, Decoder.Form.PROTOBUF, DEPLOYMENT)
                                .object())
                        .isNotNull();
            } catch (StatusException e) {
                assertThat(e.status().code())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(400);
            }
        }
    }
}
