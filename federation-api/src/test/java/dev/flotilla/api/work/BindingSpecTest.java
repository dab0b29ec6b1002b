package dev.flotilla.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class BindingSpecTest {
    private static JsonNode json(String text) {
        return ObjectJson.mapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void readsAbsentAndNullListsAsEmpty() {
        BindingSpec spec = BindingSpec.of(json("{'spec':{'resource':{'apiVersion':'v1','kind':'Pod','name':'a'},"
                + "'clusters':null,'unheardOf':1}}"));

        assertThat(spec.clusters()).isEmpty();
        assertThat(spec.removing()).isEmpty();
        assertThat(spec.schedulerName()).isEmpty();
        assertThat(spec.resource()).isEqualTo(new ObjectReference("v1", "Pod", "", "a", "", ""));
    }

    @Test
    void comesBackAsItWasWritten() {
        JsonNode spec = json("""
                {'resource':{'apiVersion':'apps/v1','kind':'Deployment','namespace':'shop','name':'cart'},
                 'replicaRequirements':{'resourceRequest':{'cpu':'100m'}},'replicas':5,
                 'clusters':[{'name':'eu-1','replicas':3},{'name':'us-1','replicas':2}],
                 'placement':{'clusterAffinity':{'exclude':['ap-1']},
                   'spreadConstraints':[{'spreadByField':'region','minGroups':2}],
                   'replicaScheduling':{'replicaSchedulingType':'Divided','replicaDivisionPreference':'Weighted',
                     'weightPreference':{'dynamicWeight':'AvailableReplicas'}}},
                 'removing':[{'cluster':'us-2','since':'2026-11-24T02:00:00Z','why':'Moved'}],
                 'conflictResolution':'Abort'}""");

        JsonNode written = RecordJson.write(RecordJson.read(spec, BindingSpec.class));

        assertThat(written).isEqualTo(spec);
    }

    @Test
    void namesEveryClusterThatIsConcernedOnce() {
        BindingSpec spec = BindingSpec.of(json("{'spec':{'clusters':[{'name':'a'},{'name':'b'}],"
                + "'requiredBy':[{'name':'x','clusters':[{'name':'c'}]}],'removing':[{'cluster':'b'}]}}"));

        assertThat(spec.concerned()).containsExactly("a", "b", "c");
    }
}
