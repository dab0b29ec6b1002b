package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

/** What a refused request is answered with: a Status, field by field. */
final class Refusal {
    private Refusal() {}

    /** Checks code, reason and the whole message of a Status. */
    static Answer assertRefused(Answer answer, int code, String reason, String message) {
        assertThat(answer.body(4000)).as("answer").contains("\"kind\":\"Status\"");
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.at("/code").asInt()).isEqualTo(code);
        assertThat(answer.text("/status")).isEqualTo("Failure");
        return answer;
    }

    /** As {@link #assertRefused}, where the message goes on with something that differs from run to run. */
    static Answer assertRefusedWith(Answer answer, int code, String reason, String messagePart) {
        assertThat(answer.message()).contains(messagePart);
        return assertRefused(answer, code, reason, answer.message());
    }
}
