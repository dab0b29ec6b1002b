package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said of objects that break a rule: code, reason, message and every cause, letter by letter.
 * {@code refusals.yaml} beside this class holds the objects and the answers.
 */
@MemberContract
@Section("4.8")
record ValidationIT(Member member) {
    static Stream<Named<ObjectNode>> cases() {
        return Yaml.resource("refusals.yaml").stream()
                .map(each -> Named.of(each.path("case").asString(), each));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrong(ObjectNode each) {
        Answer answer = member.api().create(each.path("path").asString(), each.path("object"));

        JsonNode expected = each.path("status");
        assertThat(answer.message()).isEqualTo(expected.path("message").asString());
        assertThat(answer.code()).isEqualTo(expected.path("code").asInt());
        assertThat(answer.reason()).isEqualTo(expected.path("reason").asString());
        assertThat(answer.at("/details/causes"))
                .hasToString(expected.path("causes").toString());
    }
}
