package dev.flotilla.apiserver.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ConversionReviewTest {
    private static final String KIND = "a.test/v1, Kind=Thing";
    private static final ObjectNode SENT = json("{'apiVersion': 'a.test/v1', 'kind': 'Thing', 'metadata': {'name': 'x',"
            + " 'uid': 'u', 'labels': {'a': '1'}}, 'spec': {'size': 1}}");

    private static ObjectNode json(String text) {
        return ObjectJson.mapper().readValue(text.replace('\'', '"'), ObjectNode.class);
    }

    private static ObjectNode answer(String response) {
        return json(
                "{'apiVersion': 'apiextensions.k8s.io/v1', 'kind': 'ConversionReview', 'response': " + response + "}");
    }

    private static List<ObjectNode> read(ObjectNode answer) throws ConversionReview.UnusableException {
        return ConversionReview.read(answer, "v1", "r", List.of(SENT), "a.test/v2", KIND);
    }

    @Test
    void takesFromMetadataLabelsAndAnnotationsAlone() throws ConversionReview.UnusableException {
        ObjectNode answer = answer("{'uid': 'r', 'result': {'status': 'Success'}, 'convertedObjects': [{'apiVersion':"
                + " 'a.test/v2', 'kind': 'Thing', 'metadata': {'name': 'x', 'uid': 'u', 'labels': {'b': '2'},"
                + " 'finalizers': ['f']}, 'spec': {'length': 1}}]}");

        assertThat(read(answer))
                .containsExactly(
                        json("{'apiVersion': 'a.test/v2', 'kind': 'Thing', 'metadata': {'name': 'x', 'uid': 'u',"
                                + " 'labels': {'b': '2'}}, 'spec': {'length': 1}}"));
    }

    @Test
    void refusesAnAnswerToAnotherReview() {
        assertThatThrownBy(() -> read(answer("{'uid': 'q', 'result': {'status': 'Success'}}")))
                .hasMessage("conversion webhook for " + KIND + " failed: expected response.uid=\"r\", got \"q\"");
    }

    @Test
    void saysWhatTheWebhookSaysOfItsFailure() {
        assertThatThrownBy(() -> read(answer("{'uid': 'r', 'result': {'status': 'Failed', 'message': 'no way'}}")))
                .hasMessage("conversion webhook for " + KIND + " failed: no way");
    }

    @Test
    void refusesFewerObjectsThanWereSent() {
        assertThatThrownBy(() -> read(answer("{'uid': 'r', 'result': {'status': 'Success'}, 'convertedObjects': []}")))
                .hasMessage("conversion webhook for " + KIND + " returned 0 objects, expected 1");
    }

    @Test
    void refusesAnotherName() {
        assertThatThrownBy(() -> read(answer("{'uid': 'r', 'result': {'status': 'Success'}, 'convertedObjects':"
                        + " [{'apiVersion': 'a.test/v2', 'kind': 'Thing', 'metadata': {'name': 'y', 'uid': 'u'}}]}")))
                .hasMessageEndingWith("must have the same name: x != y");
    }
}
