package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schemas with CEL rules and objects under them, given to a real kube-apiserver and to ours: both accept the same, and
 * refuse the rest for the same causes in the same words. The cases stand in {@code crd/rules.json}: an entry with a
 * {@code rule} alone puts that rule on the typical schema and object.
 */
class CustomRulesIT {
    private static final Duration SERVED_MAX = Duration.ofSeconds(30);

    private record Case(String name, JsonNode schema, Optional<JsonNode> spec, Optional<JsonNode> old) {}

    @Test
    void acceptsAndRefusesWhatKubernetesDoesInItsWords() throws IOException {
        Optional<RealApiServerMember> real = RealApiServerMember.find();
        assumeThat(real).as(RealApiServerMember.SKIPPED).isPresent();
        List<Case> cases = cases();
        List<List<String>> theirs;
        try (Member kubernetes = real.orElseThrow()) {
            theirs = answers(kubernetes.api(), cases);
        }
        List<List<String>> ours;
        try (Member simulator = SimulatedMember.start()) {
            ours = answers(simulator.api(), cases);
        }

        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                differences.add(
                        cases.get(i).name() + "\n  kube-apiserver: " + theirs.get(i) + "\n  ours: " + ours.get(i));
            }
        }
        assertThat(cases).hasSizeGreaterThan(200);
        assertThat(differences).as("cases answered differently").isEmpty();
    }

    private static List<Case> cases() throws IOException {
        try (InputStream file = Objects.requireNonNull(CustomRulesIT.class.getResourceAsStream("/crd/rules.json"))) {
            ObjectNode all = ObjectJson.parse(file.readAllBytes());
            List<Case> cases = new ArrayList<>();
            all.path("cases").forEach(each -> cases.add(caseOf(each, all.path("typical"))));
            return cases;
        }
    }

    private static Case caseOf(JsonNode json, JsonNode typical) {
        if (json.has("rule")) {
            ObjectNode schema = (ObjectNode) typical.path("schema").deepCopy();
            schema.putArray("x-kubernetes-validations").addObject().set("rule", json.path("rule"));
            return new Case(json.path("rule").asString(), schema, Optional.of(typical.path("spec")), Optional.empty());
        }
        return new Case(
                json.path("name").asString(),
                json.path("schema"),
                Optional.ofNullable(json.get("spec")),
                Optional.ofNullable(json.get("old")));
    }

    private static List<List<String>> answers(Api api, List<Case> cases) {
        List<List<String>> answers = new ArrayList<>();
        List<Answer> definitions = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            definitions.add(
                    api.create(Widgets.DEFINITIONS, definition(i, cases.get(i).schema())));
        }
        for (int i = 0; i < cases.size(); i++) {
            List<String> answer = new ArrayList<>(List.of(outcome(definitions.get(i))));
            if (definitions.get(i).code() == 201 && cases.get(i).spec().isPresent()) {
                answer.add(outcome(object(api, i, cases.get(i))));
            }
            answers.add(answer);
        }
        return answers;
    }

    private static Answer object(Api api, int index, Case each) {
        String path = "/apis/" + group(index) + "/v1/things";
        await().atMost(SERVED_MAX)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> api.get(path).code() == 200);
        if (each.old().isEmpty()) {
            return api.create(path, thing(index, each.spec().orElseThrow()));
        }
        Answer old = api.create(path, thing(index, each.old().get())).expect(201);
        ObjectNode changed = thing(index, each.spec().orElseThrow());
        changed.withObjectProperty("metadata").put("resourceVersion", old.resourceVersion());
        return api.update(path + "/x", changed);
    }

    /** The code and the causes; the name Kubernetes makes up for a type differs each time. */
    private static String outcome(Answer answer) {
        TreeSet<String> causes = new TreeSet<>();
        if (answer.code() >= 400) {
            answer.at("/details/causes")
                    .forEach(cause -> causes.add(cause.path("field").asString("") + " "
                            + cause.path("reason").asString("") + " "
                            + cause.path("message").asString("").replaceAll("selfType[0-9]*", "selfType")));
        }
        return answer.code() + " " + causes;
    }

    private static String group(int index) {
        return "g" + index + ".rules.test";
    }

    private static ObjectNode thing(int index, JsonNode spec) {
        ObjectNode thing = Yaml.object("{apiVersion: %s/v1, kind: Thing, metadata: {name: x}}", group(index));
        thing.set("spec", spec.deepCopy());
        return thing;
    }

    private static ObjectNode definition(int index, JsonNode spec) {
        ObjectNode definition = Yaml.object("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.%1$s}
            spec:
              group: %1$s
              scope: Cluster
              names: {plural: things, kind: Thing}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, properties: {}}}
            """, group(index));
        ((ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema/properties")).set("spec", spec);
        return definition;
    }
}
