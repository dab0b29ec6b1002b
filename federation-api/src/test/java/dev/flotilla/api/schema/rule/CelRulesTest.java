package dev.flotilla.api.schema.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.custom.CustomResourceSchema;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class CelRulesTest {
    private static ObjectNode json(String text) {
        return ObjectJson.mapper().readValue(text.replace('\'', '"'), ObjectNode.class);
    }

    private static CustomResourceSchema schema(String spec) {
        return CustomResourceSchema.compile("Thing", json("{'type': 'object', 'properties': {'spec': " + spec + "}}"));
    }

    private static List<String> messages(List<FieldError> errors) {
        return errors.stream().map(FieldError::message).toList();
    }

    @Test
    void refusesWhatARuleRefuses() {
        CustomResourceSchema schema = schema("{'type': 'object', 'properties': {'a': {'type': 'integer'}},"
                + " 'x-kubernetes-validations': [{'rule': 'self.a > 5', 'message': 'too small'}]}");

        assertThat(messages(schema.validate(json("{'spec': {'a': 1}}"))))
                .containsExactly("spec: Invalid value: too small");
        assertThat(schema.validate(json("{'spec': {'a': 6}}"))).isEmpty();
    }

    @Test
    void holdsTransitionsOnUpdatesAlone() {
        CustomResourceSchema schema = schema("{'type': 'object', 'properties': {'a': {'type': 'integer',"
                + " 'x-kubernetes-validations': [{'rule': 'self >= oldSelf'}]}}}");
        ObjectNode two = json("{'spec': {'a': 2}}");

        assertThat(schema.validate(two)).isEmpty();
        assertThat(messages(schema.validate(two, Optional.of(json("{'spec': {'a': 3}}")))))
                .containsExactly("spec.a: Invalid value: 2: failed rule: self >= oldSelf");
    }

    @Test
    void letsThroughWhatAnUpdateLeavesAlone() {
        CustomResourceSchema schema = schema("{'type': 'object', 'properties': {'a': {'type': 'integer',"
                + " 'minimum': 3, 'x-kubernetes-validations': [{'rule': 'self > 5'}]}, 'b': {'type': 'string'}}}");
        ObjectNode old = json("{'spec': {'a': 1, 'b': 'x'}}");

        assertThat(schema.validate(json("{'spec': {'a': 1, 'b': 'y'}}"), Optional.of(old)))
                .isEmpty();
        assertThat(schema.validate(json("{'spec': {'a': 2, 'b': 'x'}}"), Optional.of(old)))
                .hasSize(2);
    }

    @Test
    void asksNoRuleAboutWhatIsNotOfItsType() {
        CustomResourceSchema schema = schema("{'type': 'object', 'properties': {'a': {'type': 'integer'}},"
                + " 'x-kubernetes-validations': [{'rule': 'self.a > 5'}]}");

        assertThat(messages(schema.validate(json("{'spec': {'a': 'x'}}"))))
                .hasSize(2)
                .anyMatch(message -> message.contains("some validation rules were not checked"));
    }

    @Test
    void endsARuleThatCostsTooMuch() {
        CustomResourceSchema schema = schema("{'type': 'object', 'properties': {'a': {'type': 'integer'}},"
                + " 'x-kubernetes-validations': [{'rule':"
                + " 'lists.range(100000).all(x, lists.range(100000).all(y, x + y >= self.a))'}]}");

        assertThat(messages(schema.validate(json("{'spec': {'a': 0}}"))))
                .singleElement()
                .asString()
                .contains("operation cancelled: actual cost limit exceeded");
    }
}
