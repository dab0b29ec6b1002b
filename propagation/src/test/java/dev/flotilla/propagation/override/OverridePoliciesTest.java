package dev.flotilla.propagation.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.policy.OverrideSpec;
import dev.flotilla.api.policy.Overriders;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class OverridePoliciesTest {
    private static final ClusterIdentity EU = new ClusterIdentity("eu-1", Map.of(), "", "eu", List.of());
    private static final String TEMPLATE = """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"web","namespace":"shop","labels":{"tier":"web","app":"web"},"annotations":{"a":"1"}},
             "spec":{"replicas":2,"template":{"spec":{"containers":[
               {"name":"c","image":"nginx:1","command":["run"],"args":["-v","-v","-x"]},{"name":"d","image":"busybox"}]}}}}""";

    @ParameterizedTest(name = "{0} at {1} gives {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{labelsOverrider: [{operator: add, value: {env: prod}}]}            | /metadata/labels/env      | prod",
                "{labelsOverrider: [{operator: add, value: {tier: x}}]}              | /metadata/labels/tier     | x",
                "{labelsOverrider: [{operator: replace, value: {tier: x}}]}          | /metadata/labels/tier     | x",
                "{labelsOverrider: [{operator: replace, value: {none: x}}]}          | /metadata/labels/none     | ''",
                "{labelsOverrider: [{operator: remove, value: {tier: web}}]}         | /metadata/labels/tier     | ''",
                "{annotationsOverrider: [{operator: add, value: {b: '2'}}]}          | /metadata/annotations/b   | 2",
                "{annotationsOverrider: [{operator: remove, value: {a: ''}}]}        | /metadata/annotations/a   | ''",
                "{commandOverrider: [{containerName: c, operator: add, value: [now]}]}   | /spec/template/spec/containers/0/command/1 | now",
                "{commandOverrider: [{containerName: c, operator: remove, value: [run]}]}| /spec/template/spec/containers/0/command/0 | ''",
                "{commandOverrider: [{containerName: d, operator: add, value: [go]}]}    | /spec/template/spec/containers/1/command/0 | go",
                "{argsOverrider: [{containerName: c, operator: remove, value: ['-v']}]}  | /spec/template/spec/containers/0/args/0    | -x",
                "{argsOverrider: [{containerName: z, operator: add, value: ['-v']}]}     | /spec/template/spec/containers/0/args/0    | -v",
                "{plaintext: [{path: /spec/replicas, operator: replace, value: 7}]}      | /spec/replicas            | 7",
                "{plaintext: [{path: /spec/paused, operator: add, value: true}]}         | /spec/paused              | true",
                "{plaintext: [{path: /metadata/labels/app, operator: remove}]}           | /metadata/labels/app      | ''",
            })
    void eachOverriderDoesItsPart(String overriders, String pointer, String expected) throws OverrideException {
        ObjectNode changed = OverridePolicies.apply(template().tree(), parsed(overriders), "p");

        assertThat(changed.at(pointer).asString("")).isEqualTo(expected.equals("''") ? "" : expected);
    }

    @Test
    void patchesTheDocumentInsideAField() throws OverrideException {
        ObjectNode configMap = ObjectJson.mapper().createObjectNode().put("kind", "ConfigMap");
        configMap
                .putObject("data")
                .put("a.yaml", "db:\n  host: x\n  port: 1\n")
                .put("b.json", "{\"db\":{\"host\":\"x\"}}");

        ObjectNode changed = OverridePolicies.apply(
                configMap,
                parsed(
                        "{fieldOverrider: [{fieldPath: /data/a.yaml, yaml: [{subPath: /db/host, operator: replace, value: eu}]},"
                                + "{fieldPath: /data/b.json, json: [{subPath: /db/port, operator: add, value: 5}]}]}"),
                "p");

        assertThat(changed.at("/data/a.yaml").asString()).isEqualTo("db:\n  host: eu\n  port: 1\n");
        assertThat(changed.at("/data/b.json").asString()).isEqualTo("{\"db\":{\"host\":\"x\",\"port\":5}}");
    }

    @Test
    void theMostSpecificPolicyHasTheLastWord() throws OverrideException {
        StateTable state = StateTable.EMPTY
                .put(policy(
                        "clusteroverridepolicies",
                        "",
                        "z-cluster",
                        10,
                        "{apiVersion: apps/v1, kind: Deployment}",
                        "cluster"))
                .put(policy(
                        "overridepolicies",
                        "shop",
                        "b-name",
                        11,
                        "{apiVersion: apps/v1, kind: Deployment, name: web}",
                        "name"))
                .put(policy(
                        "overridepolicies", "shop", "z-kind", 12, "{apiVersion: apps/v1, kind: Deployment}", "kind"))
                .put(policy(
                        "overridepolicies",
                        "shop",
                        "a-label",
                        13,
                        "{apiVersion: apps/v1, kind: Deployment, labelSelector: {matchLabels: {tier: web}}}",
                        "label"));

        OverridePolicies.Overridden overridden =
                OverridePolicies.apply(state, template(), EU, template().tree());

        assertThat(overridden.manifest().at("/metadata/labels/who").asString()).isEqualTo("name");
        assertThat(overridden.policies()).containsExactly("z-kind", "a-label", "b-name");
        assertThat(overridden.clusterPolicies()).containsExactly("z-cluster");
        assertThat(overridden.newestVersion()).isEqualTo(13);
    }

    @Test
    void rulesForOtherClustersAreLeftOut() throws OverrideException {
        String rule = "{resourceSelectors: [], overrideRules: [{targetCluster: {clusterNames: [us-1]},"
                + " overriders: {labelsOverrider: [{operator: add, value: {who: us}}]}}]}";
        StateTable state = StateTable.EMPTY.put(stored("overridepolicies", "shop", "p", 1, rule));

        OverridePolicies.Overridden overridden =
                OverridePolicies.apply(state, template(), EU, template().tree());

        assertThat(overridden.manifest()).isEqualTo(template().tree());
        assertThat(overridden.newestVersion()).isZero();
    }

    @Test
    void aFailureNamesPolicyAndPath() {
        assertThatThrownBy(() -> OverridePolicies.apply(
                        template().tree(),
                        parsed("{plaintext: [{path: /spec/nothing, operator: replace, value: 1}]}"),
                        "mine"))
                .isInstanceOf(OverrideException.class)
                .hasMessage(
                        "override policy mine: plaintext: cannot replace /spec/nothing in this manifest; check that the"
                                + " path exists there");
    }

    @Test
    void aPathThatIsNoneIsAFailureToo() {
        assertThatThrownBy(() -> OverridePolicies.apply(
                        template().tree(), parsed("{plaintext: [{path: spec, operator: replace, value: 1}]}"), "mine"))
                .isInstanceOf(OverrideException.class)
                .hasMessageContaining("cannot replace spec");
    }

    private static StoredObject policy(
            String plural, String namespace, String name, long version, String selector, String who) {
        return stored(
                plural,
                namespace,
                name,
                version,
                "{resourceSelectors: [" + selector
                        + "], overrideRules: [{overriders: {labelsOverrider: [{operator: add," + " value: {who: " + who
                        + "}}]}}]}");
    }

    private static StoredObject stored(String plural, String namespace, String name, long version, String spec) {
        ObjectNode policy = ObjectJson.mapper().createObjectNode();
        policy.putObject("metadata").put("name", name);
        policy.set("spec", yaml(spec));
        return StoredObject.of(
                ObjectKey.of("policy.karmada.io", plural, namespace, name), version, ObjectJson.encode(policy));
    }

    private static StoredObject template() {
        return StoredObject.of(ObjectKey.of("apps", "deployments", "shop", "web"), 1, ObjectJson.encode((ObjectNode)
                ObjectJson.mapper().readTree(TEMPLATE)));
    }

    private static Overriders parsed(String overriders) {
        JsonNode spec = yaml("{overrideRules: [{overriders: " + overriders + "}]}");
        ObjectNode policy = ObjectJson.mapper().createObjectNode();
        policy.set("spec", spec);
        return OverrideSpec.of(policy).rules().getFirst().overriders();
    }

    private static JsonNode yaml(String text) {
        return ObjectJson.mapper()
                .valueToTree(new org.snakeyaml.engine.v2.api.Load(org.snakeyaml.engine.v2.api.LoadSettings.builder()
                                .build())
                        .loadFromString(text));
    }
}
