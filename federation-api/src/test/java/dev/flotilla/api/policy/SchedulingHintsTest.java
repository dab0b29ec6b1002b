package dev.flotilla.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SchedulingHintsTest {
    private static final String PATH = "metadata.annotations[fleet.flotilla.dev/scheduling]";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | ",
                "[] | ",
                "{\"rebalance\":\"maybe\"} | ",
                "{\"replicaLimits\":[{\"minReplicas\":-1}]} | .replicaLimits[0].minReplicas",
                "{\"replicaLimits\":[{\"minReplicas\":3,\"maxReplicas\":2}]} | .replicaLimits[0].maxReplicas",
                "{\"prefer\":[{\"order\":\"lowest\"}]} | .prefer[0].clusterLabel",
                "{\"prefer\":[{\"clusterLabel\":\"a\",\"order\":\"best\"}]} | .prefer[0].order",
                "{\"prefer\":[{\"clusterLabel\":\"a\",\"weight\":-1}]} | .prefer[0].weight",
                "{\"stickiness\":-1} | .stickiness",
            })
    void refusesWhatMakesNoSense(String annotation, String field) {
        assertThat(errors(annotation))
                .extracting(FieldError::field)
                .containsExactly(PATH + Optional.ofNullable(field).orElse(""));
    }

    @Test
    void readsWhatIsWritten() {
        String annotation = """
                {"karmadaCompat": true, "stickiness": 50, "rebalance": true,
                 "prefer": [{"clusterLabel": "example.com/cost", "order": "highest", "weight": 2}],
                 "replicaLimits": [{"targetCluster": {"clusterNames": ["a"]}, "minReplicas": 1, "maxReplicas": 3}]}
                """;
        SchedulingHints hints = SchedulingHints.of(annotation);

        assertThat(errors(annotation)).isEmpty();
        assertThat(hints.karmadaCompat()).isTrue();
        assertThat(hints.prefer()).containsExactly(new SchedulingHints.Preference("example.com/cost", "highest", 2));
        assertThat(hints.replicaLimits().getFirst().target().clusterNames()).containsExactly("a");
        assertThat(hints.replicaLimits().getFirst().maxReplicas()).isEqualTo(3);
    }

    private static List<FieldError> errors(String annotation) {
        ObjectNode policy = new JsonMapper().createObjectNode();
        policy.withObject("/metadata/annotations").put(Marks.SCHEDULING, annotation);
        return PropagationPolicyRules.CLUSTER.validate(policy, Optional.empty()).stream()
                .filter(error -> error.field().startsWith(PATH))
                .toList();
    }
}
