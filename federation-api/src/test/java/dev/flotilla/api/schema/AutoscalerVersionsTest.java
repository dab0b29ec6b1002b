package dev.flotilla.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class AutoscalerVersionsTest {
    private static final GroupResource AUTOSCALERS = new GroupResource("autoscaling", "horizontalpodautoscalers");

    private static ObjectNode tree(String text) {
        return ObjectJson.mapper().readValue(text.replace('\'', '"'), ObjectNode.class);
    }

    private static ResourceType type(String version) {
        return KubernetesSchema.get()
                .find("autoscaling", version, "horizontalpodautoscalers")
                .orElseThrow();
    }

    private static ObjectNode v2(String spec) {
        return tree("{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':'a'},'spec':"
                + "{'scaleTargetRef':{'kind':'Deployment','name':'d'},'maxReplicas':3," + spec + "}}");
    }

    @Test
    void isStoredAsTheSecondVersionHasIt() {
        ObjectNode stored = BuiltInVersions.stored(
                tree("{'apiVersion':'autoscaling/v1','kind':'HorizontalPodAutoscaler','metadata':{'name':'a'},'spec':"
                        + "{'scaleTargetRef':{'kind':'Deployment','name':'d'},'maxReplicas':3,"
                        + "'targetCPUUtilizationPercentage':50}}"));

        assertThat(stored)
                .isEqualTo(v2("'metrics':[{'type':'Resource','resource':{'name':'cpu','target':"
                        + "{'type':'Utilization','averageUtilization':50}}}]"));
    }

    @Test
    void keepsInAnnotationsWhatTheFirstVersionHasNoFieldFor() {
        ObjectNode shown = BuiltInVersions.in(
                v2("'metrics':[{'type':'Resource','resource':{'name':'memory','target':{'type':'AverageValue',"
                        + "'averageValue':'1Gi'}}},{'type':'Resource','resource':{'name':'cpu','target':"
                        + "{'type':'Utilization','averageUtilization':60}}}],"
                        + "'behavior':{'scaleDown':{'stabilizationWindowSeconds':5}}"),
                type("v1"));

        assertThat(shown.path("spec"))
                .isEqualTo(tree("{'scaleTargetRef':{'kind':'Deployment','name':'d'},'maxReplicas':3,"
                        + "'targetCPUUtilizationPercentage':60}"));
        assertThat(shown.at("/metadata/annotations/autoscaling.alpha.kubernetes.io~1metrics")
                        .asString())
                .contains("\"type\":\"Resource\"", "\"name\":\"memory\"", "\"targetAverageValue\":\"1Gi\"");
        assertThat(shown.at("/metadata/annotations/autoscaling.alpha.kubernetes.io~1behavior")
                        .asString())
                .isEqualTo("{\"ScaleDown\":{\"StabilizationWindowSeconds\":5}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Resource','resource':{'name':'memory','target':{'type':'Utilization','averageUtilization':5}}}",
                "{'type':'Resource','resource':{'name':'cpu','target':{'type':'AverageValue','averageValue':'1'}}}",
                "{'type':'ContainerResource','containerResource':{'name':'cpu','container':'c','target':"
                        + "{'type':'Utilization','averageUtilization':5}}}",
                "{'type':'Pods','pods':{'metric':{'name':'m','selector':{'matchLabels':{'a':'b'}}},'target':"
                        + "{'type':'AverageValue','averageValue':'2'}}}",
                "{'type':'Object','object':{'describedObject':{'kind':'K','name':'n'},'metric':{'name':'m'},'target':"
                        + "{'type':'Value','value':'2'}}}",
                "{'type':'Object','object':{'describedObject':{'kind':'K','name':'n'},'metric':{'name':'m'},'target':"
                        + "{'type':'AverageValue','averageValue':'2'}}}",
                "{'type':'External','external':{'metric':{'name':'m'},'target':{'type':'Value','value':'2'}}}",
                "{'type':'External','external':{'metric':{'name':'m'},'target':{'type':'AverageValue','averageValue':'2'}}}"
            })
    void comesBackFromTheFirstVersionAsItWas(String metric) {
        ObjectNode stored =
                v2("'metrics':[" + metric + "],'behavior':{'scaleUp':{'policies':[{'type':'Pods','value':4}]}}");
        stored.set(
                "status",
                tree("{'currentReplicas':2,'conditions':[{'type':'AbleToScale','status':'True'}],'currentMetrics':["
                        + "{'type':'Pods','pods':{'metric':{'name':'m'},'current':{'averageValue':'3'}}}]}"));

        ObjectNode shown = BuiltInVersions.in(stored.deepCopy(), type("v1"));

        assertThat(shown.path("apiVersion").asString()).isEqualTo("autoscaling/v1");
        assertThat(BuiltInVersions.stored(shown)).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{}", "[1]", "null"})
    void passesOverAnnotationsThatHoldNoMetrics(String annotation) {
        ObjectNode v1 = tree("{'apiVersion':'autoscaling/v1','kind':'HorizontalPodAutoscaler','metadata':{'name':'a'},"
                + "'spec':{'maxReplicas':3}}");
        v1.withObject("/metadata/annotations").put("autoscaling.alpha.kubernetes.io/metrics", annotation);

        ObjectNode stored = BuiltInVersions.stored(v1);

        assertThat(stored.path("metadata").has("annotations")).isFalse();
        assertThat(stored.at("/spec/metrics/0/resource/target/averageUtilization")
                        .asInt())
                .isEqualTo(80);
    }

    @Test
    void servesBothAndPrefersTheSecond() {
        ServedCatalog catalog = new ServedCatalog(KubernetesSchema.get().all(), List.of());

        assertThat(catalog.find("autoscaling", "v1", "horizontalpodautoscalers"))
                .isPresent();
        assertThat(catalog.preferred(AUTOSCALERS).orElseThrow().version()).isEqualTo("v2");
    }
}
