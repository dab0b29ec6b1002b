package dev.flotilla.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StoredObjectTest {
    private static final ObjectKey KEY = ObjectKey.of("apps", "deployments", "shop", "cart");

    @Test
    void splicesItsVersionIntoBytesItNeverParsed() {
        String json = """
                {"spec":{"metadata":{"x":1}},"apiVersion":"apps/v1","kind":"Deployment","metadata": { "name":"cart","labels":{"ä":"ö"},\
                "uid":"u-1","generation":3,"finalizers":["f"],"ownerReferences":[{"kind":"A","name":"a","uid":"o","controller":true}]}}""";

        StoredObject object = StoredObject.of(KEY, 42, json.getBytes(StandardCharsets.UTF_8));

        ObjectNode tree = object.tree();
        assertThat(tree.at("/metadata/resourceVersion").asString()).isEqualTo("42");
        assertThat(tree.at("/metadata/labels/ä").asString()).isEqualTo("ö");
        assertThat(ObjectJson.parse(object.at(43).bytes())
                        .at("/metadata/resourceVersion")
                        .asString())
                .isEqualTo("43");
        assertThat(object.head().uid()).isEqualTo("u-1");
        assertThat(object.head().generation()).isEqualTo(3);
        assertThat(object.head().finalizers()).containsExactly("f");
        assertThat(object.head().owners().getFirst().controller()).isTrue();
    }

    @Test
    void encodesWithoutTheVersionAndLeavesTheTreeAlone() {
        ObjectNode tree = StoredObject.of(KEY, 7, "{\"metadata\":{\"name\":\"cart\"}}".getBytes(StandardCharsets.UTF_8))
                .tree();

        byte[] encoded = ObjectJson.encode(tree);

        assertThat(new String(encoded, StandardCharsets.UTF_8)).isEqualTo("{\"metadata\":{\"name\":\"cart\"}}");
        assertThat(tree.at("/metadata/resourceVersion").asString()).isEqualTo("7");
    }

    @Test
    void refusesBytesThatHoldAVersion() {
        byte[] json = "{\"metadata\":{\"name\":\"cart\",\"resourceVersion\":\"1\"}}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> StoredObject.of(KEY, 7, json)).hasMessageContaining("resourceVersion");
    }
}
