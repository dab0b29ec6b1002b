package dev.flotilla.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class EventVersionsTest {
    private static final String CORE = """
            {"apiVersion":"v1","kind":"Event","metadata":{"name":"a"},"message":"it moved","involvedObject":{"name":"a"},
             "reason":"Moved","reportingComponent":"example.com/go","source":{"component":"go"},"count":3,
             "firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-02T00:00:00Z"}""";
    private static final String OWN = """
            {"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"a"},"note":"it moved","regarding":{"name":"a"},
             "reason":"Moved","reportingController":"example.com/go","deprecatedSource":{"component":"go"},"deprecatedCount":3,
             "deprecatedFirstTimestamp":"2026-01-01T00:00:00Z","deprecatedLastTimestamp":"2026-01-02T00:00:00Z"}""";

    @Test
    void storesEventsOfBothGroupsAlikeAndInOnePlace() {
        assertThat(EventVersions.stored(tree(OWN))).isEqualTo(tree(CORE));
        assertThat(EventVersions.stored(tree(CORE))).isEqualTo(tree(CORE));
        assertThat(EventVersions.storage(type("events.k8s.io", "events"))).isEqualTo(new GroupResource("", "events"));
    }

    @Test
    void showsAnEventAsTheGroupAskedForHasIt() {
        assertThat(EventVersions.in(tree(CORE), type("events.k8s.io", "events")))
                .isEqualTo(tree(OWN));
        assertThat(EventVersions.in(tree(OWN), type("", "events"))).isEqualTo(tree(CORE));
    }

    @Test
    void leavesOtherKindsAndOtherPeoplesEventsAlone() {
        ResourceType scalers = type("autoscaling", "horizontalpodautoscalers");
        ObjectNode other = tree("{\"apiVersion\":\"example.com/v1\",\"kind\":\"Event\",\"note\":\"x\"}");

        assertThat(EventVersions.stored(other)).isEqualTo(other);
        assertThat(EventVersions.storage(scalers)).isEqualTo(scalers.resource());
    }

    private static ResourceType type(String group, String plural) {
        return KubernetesSchema.get()
                .preferred(new GroupResource(group, plural))
                .orElseThrow();
    }

    private static ObjectNode tree(String json) {
        return ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
