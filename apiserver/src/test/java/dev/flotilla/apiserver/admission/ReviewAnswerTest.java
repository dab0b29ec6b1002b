package dev.flotilla.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.outbound.CallFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReviewAnswerTest {
    private static final Webhook WEBHOOK = Webhook.of("configuration", json("{'name': 'a.b.c'}"));

    private static ObjectNode json(String text) {
        return ObjectJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode review(String version, String response) {
        return json("{'apiVersion': 'admission.k8s.io/" + version + "', 'kind': 'AdmissionReview', 'response': "
                + response + "}");
    }

    @Test
    void theOldVersionNeedNotRepeatItsUid() throws CallFailure {
        ReviewAnswer answer =
                ReviewAnswer.of(WEBHOOK, review("v1beta1", "{'allowed': true, 'patch': 'W10='}"), "v1beta1", "u", true);

        assertThat(answer.refusal()).isEmpty();
        assertThat(answer.operations().isEmpty()).isTrue();
    }

    @Test
    void aReviewMustBeOfTheVersionAsked() {
        ObjectNode review = review("v1beta1", "{'uid': 'u', 'allowed': true}");

        assertThatThrownBy(() -> ReviewAnswer.of(WEBHOOK, review, "v1", "u", true))
                .hasMessage("received invalid webhook response: expected webhook response of admission.k8s.io/v1,"
                        + " Kind=AdmissionReview, got admission.k8s.io/v1beta1, Kind=AdmissionReview");
    }

    @Test
    void annotationsBearTheWebhooksName() throws CallFailure {
        ReviewAnswer answer = ReviewAnswer.of(
                WEBHOOK,
                review("v1", "{'uid': 'u', 'allowed': true, 'auditAnnotations': {'k': 'v'}}"),
                "v1",
                "u",
                true);

        assertThat(answer.annotations()).containsEntry("a.b.c/k", "v");
    }

    @Test
    void refusesPatchesOfAnotherType() {
        ObjectNode review = review("v1", "{'uid': 'u', 'allowed': true, 'patch': 'W10=', 'patchType': 'Other'}");

        assertThatThrownBy(() -> ReviewAnswer.of(WEBHOOK, review, "v1", "u", true))
                .isInstanceOf(CallFailure.class)
                .hasMessage("unsupported patch type \"Other\"");
    }
}
