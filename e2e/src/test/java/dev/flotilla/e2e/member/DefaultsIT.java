package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.conformance.Section;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server makes of objects as users write them: defaults, canonical quantities, labels of its own.
 * {@code defaults.yaml} beside this class holds what goes in and what is stored.
 */
@MemberContract
@Section("4.1")
record DefaultsIT(Member member) {
    static Stream<Named<ObjectNode>> cases() {
        return Yaml.resource("defaults.yaml").stream()
                .map(each -> Named.of(
                        each.at("/given/kind").asString() + " "
                                + each.at("/given/metadata/name").asString(),
                        each));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void storesWhatAKubeApiserverStores(ObjectNode each) {
        assumeTrue(
                member.runsWorkloads()
                        || each.at("/stored/spec/clusterIP").asString("").isEmpty(),
                "a hub gives Services no address: each member gives one of its own");
        Namespace in = Namespace.in(member);
        String path = each.path("path").asString().replace("/default/", "/" + in.name() + "/");

        Answer created = member.api().create(path, each.path("given"));

        created.expect(201);
        assertThat(comparable(created.json()).toPrettyString())
                .isEqualTo(sorted(each.path("stored")).toPrettyString());
    }

    private static JsonNode comparable(ObjectNode object) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        String uid = metadata.path("uid").asString("");
        metadata.remove(java.util.List.of("uid", "creationTimestamp", "resourceVersion", "managedFields", "namespace"));
        // Deprecated since Kubernetes 1.9; what it counts, the generation counts too.
        if (object.path("kind").asString().equals("DaemonSet")) {
            metadata.remove("annotations");
        }
        if (object.path("kind").asString().equals("Service")) {
            hideAddresses((ObjectNode) object.path("spec"));
        }
        return sorted(Yaml.object(object.toString().replace("%", "%%").replace(uid, "UID")));
    }

    private static void hideAddresses(ObjectNode spec) {
        if (spec.path("clusterIP").asString("None").contains(".")) {
            spec.put("clusterIP", "ADDRESS");
            spec.putArray("clusterIPs").add("ADDRESS");
        }
        spec.path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = object.objectNode();
            object.propertyNames().stream().sorted().forEach(name -> sorted.set(name, sorted(object.path(name))));
            return sorted;
        }
        if (node.isArray()) {
            return node.valueStream()
                    .map(DefaultsIT::sorted)
                    .collect(
                            () -> dev.flotilla.api.store.ObjectJson.mapper().createArrayNode(),
                            tools.jackson.databind.node.ArrayNode::add,
                            tools.jackson.databind.node.ArrayNode::addAll);
        }
        return node;
    }
}
