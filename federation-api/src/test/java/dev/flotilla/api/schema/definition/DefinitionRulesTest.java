package dev.flotilla.api.schema.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DefinitionRulesTest {
    private static ObjectNode definition(String version) {
        return ObjectJson.mapper()
                .readValue(
                        ("{'metadata': {'name': 'things.a.test'}, 'spec': {'group': 'a.test', 'scope': 'Cluster',"
                                        + " 'names': {'plural': 'things', 'singular': 'thing', 'kind': 'Thing',"
                                        + " 'listKind': 'ThingList'}, 'versions': [" + version + "]}}")
                                .replace('\'', '"'),
                        ObjectNode.class);
    }

    private static ObjectNode withSchema(String spec) {
        return definition("{'name': 'v1', 'served': true, 'storage': true, 'schema': {'openAPIV3Schema': {'type':"
                + " 'object', 'properties': {'spec': " + spec + "}}}}");
    }

    private static List<String> messages(ObjectNode definition) {
        return new DefinitionRules()
                .validate(definition, Optional.empty()).stream()
                        .map(FieldError::message)
                        .toList();
    }

    @Test
    void acceptsAStructuralSchemaWithRules() {
        assertThat(messages(withSchema("{'type': 'object', 'properties': {'a': {'type': 'integer'}},"
                        + " 'x-kubernetes-validations': [{'rule': 'self.a > 5'}]}")))
                .isEmpty();
    }

    @Test
    void refusesAFieldWithoutAType() {
        assertThat(messages(withSchema("{'type': 'object', 'properties': {'a': {'minimum': 1}}}")))
                .containsExactly("spec.validation.openAPIV3Schema.properties[spec].properties[a].type: Required value:"
                        + " must not be empty for specified object fields");
    }

    @Test
    void refusesARuleThatDoesNotCompile() {
        assertThat(messages(withSchema("{'type': 'object', 'properties': {'a': {'type': 'integer'}},"
                        + " 'x-kubernetes-validations': [{'rule': 'self.b > 5'}]}")))
                .singleElement()
                .asString()
                .startsWith("spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule: Invalid"
                        + " value: {\"Rule\":\"self.b \\u003e 5\"")
                .contains("compilation failed: ERROR: <input>:1:5: undefined field 'b'\n | self.b > 5\n | ....^");
    }

    @Test
    void refusesARuleThatCouldCostTooMuch() {
        assertThat(messages(withSchema("{'type': 'object', 'properties': {'l': {'type': 'array', 'items': {'type':"
                        + " 'string'}}}, 'x-kubernetes-validations': [{'rule': 'self.l.all(x,"
                        + " self.l.all(y, x == y))'}]}")))
                .anyMatch(
                        message -> message.contains("estimated rule cost exceeds budget by factor of more than 100x"));
    }

    @Test
    void demandsExactlyOneStorageVersion() {
        String version = "{'name': '%s', 'served': true, 'storage': true, 'schema': {'openAPIV3Schema': {'type':"
                + " 'object'}}}";

        assertThat(messages(definition(version.formatted("v1") + ", " + version.formatted("v2"))))
                .singleElement()
                .asString()
                .endsWith("must have exactly one version marked as storage version");
    }

    @Test
    void checksNothingThatAnUpdateLeavesAlone() {
        ObjectNode bad = withSchema("{'type': 'object', 'properties': {'a': {'minimum': 1}}}");

        assertThat(new DefinitionRules().validate(bad, Optional.of(bad.deepCopy())))
                .isEmpty();
    }
}
