package dev.flotilla.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class PropagationPolicyRulesTest {
    private static final WriteContext CONTEXT =
            new WriteContext(Instant.parse("2026-11-24T00:00:00Z"), "0b8a1b0e-0000-4000-8000-000000000001", "kubectl");

    private static ObjectNode policy(String spec) {
        String text = "{'metadata':{'name':'p','namespace':'shop'},'spec':" + spec + "}";
        return (ObjectNode) ObjectJson.mapper().readTree(text.replace('\'', '"'));
    }

    private static ObjectNode created(String spec) {
        ObjectNode policy = policy(spec);
        PropagationPolicyRules.NAMESPACED.mutate(policy, Optional.empty(), CONTEXT);
        return policy;
    }

    private static List<FieldError> errors(String spec) {
        return PropagationPolicyRules.NAMESPACED.validate(created(spec), Optional.empty());
    }

    @Test
    void fillsInWhatIsMeant() {
        ObjectNode policy = created("{'resourceSelectors':[{'apiVersion':'v1','kind':'ServiceImport'}],"
                + "'failover':{'application':{'decisionConditions':{}}},"
                + "'placement':{'spreadConstraints':[{'maxGroups':2}],'replicaScheduling':{}}}");

        assertThat(policy.at("/metadata/labels").has(Marks.POLICY_ID)).isTrue();
        assertThat(policy.at("/spec/resourceSelectors/0/namespace").asString()).isEqualTo("shop");
        assertThat(policy.at("/spec/propagateDeps").asBoolean()).isTrue();
        assertThat(policy.at("/spec/failover/application/gracePeriodSeconds").asInt())
                .isEqualTo(600);
        assertThat(policy.at("/spec/placement/spreadConstraints/0").toString())
                .isEqualTo("{\"maxGroups\":2,\"spreadByField\":\"cluster\",\"minGroups\":1}");
        assertThat(policy.at("/spec/placement/replicaScheduling/replicaDivisionPreference")
                        .asString())
                .isEqualTo("Weighted");
        assertThat(PropagationPolicyRules.NAMESPACED.validate(policy, Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec.placement | {"clusterAffinity":{},"clusterAffinities":[{"affinityName":"a"}]}
            spec.placement.clusterAffinities[1].affinityName | {"clusterAffinities":[{"affinityName":"a"},{"affinityName":"a"}]}
            spec.placement.clusterAffinity.fieldSelector.matchExpressions[0].key | {"clusterAffinity":{"fieldSelector":{"matchExpressions":[{"key":"planet","operator":"In","values":["x"]}]}}}
            spec.placement.clusterAffinity.fieldSelector.matchExpressions[0].operator | {"clusterAffinity":{"fieldSelector":{"matchExpressions":[{"key":"zone","operator":"Exists","values":["x"]}]}}}
            spec.placement.clusterAffinity.labelSelector.matchExpressions[0].values | {"clusterAffinity":{"labelSelector":{"matchExpressions":[{"key":"a","operator":"In"}]}}}
            spec.placement.clusterTolerations[0].operator | {"clusterTolerations":[{"key":"a","operator":"Lt","value":"1"}]}
            spec.placement.spreadConstraints[0].maxGroups | {"spreadConstraints":[{"spreadByField":"cluster","minGroups":3,"maxGroups":2}]}
            spec.placement.spreadConstraints[0].minGroups | {"spreadConstraints":[{"spreadByField":"cluster","minGroups":-1}]}
            spec.placement.spreadConstraints | {"spreadConstraints":[{"spreadByField":"region"}]}
            spec.placement.spreadConstraints[0] | {"spreadConstraints":[{"spreadByField":"cluster","spreadByLabel":"a"}]}
            spec.placement.clusterAffinities[0].overflowAffinities | {"clusterAffinities":[{"affinityName":"a","clusterNames":["x"],"overflowAffinities":[{"affinityName":"b"}]}]}
            spec.placement.workloadAffinity | {"workloadAffinity":{"affinity":{"groupByLabelKey":"a"},"antiAffinity":{"groupByLabelKey":"a"}}}
            """)
    void refusesPlacementsNamingTheField(String field, String placement) {
        List<FieldError> errors =
                errors("{'resourceSelectors':[{'apiVersion':'v1','kind':'Pod'}],'placement':" + placement + "}");

        assertThat(errors).extracting(FieldError::field).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec.resourceSelectors[0].namespace | "resourceSelectors":[{"apiVersion":"v1","kind":"Pod","namespace":"other"}]
            spec.resourceSelectors[0].name | "resourceSelectors":[{"apiVersion":"v1","kind":"Pod"}],"preemption":"Always"
            spec.suspension | "resourceSelectors":[],"suspension":{"dispatching":true,"dispatchingOnClusters":{"clusterNames":["a"]}}
            spec.propagateDeps | "resourceSelectors":[],"failover":{"application":{"decisionConditions":{}}}
            spec.failover.application.gracePeriodSeconds | "resourceSelectors":[],"propagateDeps":true,"failover":{"application":{"decisionConditions":{},"purgeMode":"Directly","gracePeriodSeconds":1}}
            spec.failover.application.decisionConditions.tolerationSeconds | "resourceSelectors":[],"propagateDeps":true,"failover":{"application":{"decisionConditions":{"tolerationSeconds":-1}}}
            """)
    void refusesSpecsNamingTheField(String field, String spec) {
        assertThat(errors("{" + spec + "}")).extracting(FieldError::field).containsExactly(field);
    }

    @Test
    void keepsIdentityAndScheduler() {
        ObjectNode old = created("{'resourceSelectors':[],'schedulerName':'default-scheduler'}");
        ObjectNode changed = old.deepCopy();
        changed.withObjectProperty("spec").put("schedulerName", "mine");
        changed.withObjectProperty("metadata").remove("labels");

        assertThat(PropagationPolicyRules.NAMESPACED.validate(changed, Optional.of(old)))
                .extracting(FieldError::field)
                .containsExactly("spec.schedulerName", "metadata.labels");
    }
}
