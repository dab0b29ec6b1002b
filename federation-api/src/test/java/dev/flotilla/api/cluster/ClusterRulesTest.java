package dev.flotilla.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ClusterRulesTest {
    private static ObjectNode cluster(String name, String spec) {
        String text = "{'metadata':{'name':'" + name + "'},'spec':" + spec + "}";
        return (ObjectNode) ObjectJson.mapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void givesNewClustersNineGradesThatHoldTogether() {
        ObjectNode cluster =
                cluster("eu-1", "{'syncMode':'Push','zone':'a','taints':[{'key':'k','effect':'NoExecute'}]}");

        ClusterRules.RULES.mutate(
                cluster, Optional.empty(), new WriteContext(Instant.parse("2026-11-24T00:00:00.5Z"), "u", "m"));

        ClusterSpec spec = ClusterSpec.of(cluster);
        assertThat(spec.resourceModels()).hasSize(9);
        assertThat(spec.zones()).containsExactly("a");
        assertThat(spec.taints().getFirst().timeAdded()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(ClusterRules.RULES.validate(cluster, Optional.empty())).isEmpty();
    }

    @Test
    void refusesLongNamesTwinTaintsAndGapsBetweenGrades() {
        ObjectNode cluster = cluster("a".repeat(49), """
                {'taints':[{'key':'k','effect':'NoSchedule'},{'key':'k','effect':'NoSchedule'}],
                 'resourceModels':[{'grade':0,'ranges':[{'name':'cpu','min':'0','max':'1'}]},
                   {'grade':1,'ranges':[{'name':'cpu','min':'2','max':'9223372036854775807'}]}]}""");

        assertThat(ClusterRules.RULES.validate(cluster, Optional.empty()))
                .extracting(FieldError::field)
                .containsExactly("metadata.name", "spec.taints[1]", "spec.resourceModels[1].ranges[0].min");
    }
}
