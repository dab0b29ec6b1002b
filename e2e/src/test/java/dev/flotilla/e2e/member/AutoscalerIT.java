package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Autoscalers, one resource in two versions that differ in shape. */
@MemberContract
@Section("4.2")
record AutoscalerIT(Member member) {
    private static final String METRICS = "/metadata/annotations/autoscaling.alpha.kubernetes.io~1metrics";

    private static String path(Namespace in, String version, String rest) {
        return "/apis/autoscaling/" + version + "/namespaces/" + in.name() + "/horizontalpodautoscalers" + rest;
    }

    private static ObjectNode autoscaler(String version, String spec) {
        return Yaml.object(
                "{apiVersion: autoscaling/%s, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {scaleTargetRef:"
                        + " {apiVersion: apps/v1, kind: Deployment, name: none}, maxReplicas: 3, %s}}",
                version, spec);
    }

    @Test
    void writtenInTheFirstVersionAreReadInTheSecond() {
        Namespace in = Namespace.in(member);

        Answer created = in.api()
                .create(path(in, "v1", ""), autoscaler("v1", "targetCPUUtilizationPercentage: 50"))
                .expect(201);
        Answer read = in.api().get(path(in, "v2", "/a")).expect(200);
        in.api()
                .patch(path(in, "v1", "/a"), Api.MERGE, "{\"spec\":{\"targetCPUUtilizationPercentage\":60}}")
                .expect(200);
        Answer again = in.api().get(path(in, "v2", "")).expect(200);

        assertThat(created.at("/apiVersion").asString()).isEqualTo("autoscaling/v1");
        assertThat(created.at("/spec/minReplicas").asInt()).isOne();
        assertThat(read.at("/apiVersion").asString()).isEqualTo("autoscaling/v2");
        assertThat(read.at("/spec/metrics"))
                .isEqualTo(Yaml.value("[{type: Resource, resource: {name: cpu, target: {type: Utilization,"
                        + " averageUtilization: 50}}}]"));
        assertThat(again.at("/items/0/spec/metrics/0/resource/target/averageUtilization")
                        .asInt())
                .isEqualTo(60);
    }

    @Test
    void keepInTheFirstVersionWhatItHasNoFieldFor() {
        Namespace in = Namespace.in(member);
        String spec =
                "metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization:"
                        + " 70}}}, {type: Pods, pods: {metric: {name: hits}, target: {type: AverageValue, averageValue: '5'}}},"
                        + " {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 40}}}],"
                        + " behavior: {scaleDown: {stabilizationWindowSeconds: 7}}";

        Answer created =
                in.api().create(path(in, "v2", ""), autoscaler("v2", spec)).expect(201);
        Answer read = in.api().get(path(in, "v1", "/a")).expect(200);
        ObjectNode back = read.json();
        ((ObjectNode) back.path("metadata")).remove("resourceVersion");
        in.api().update(path(in, "v1", "/a"), back).expect(200);
        JsonNode after = in.api().get(path(in, "v2", "/a")).at("/spec");

        assertThat(read.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(40);
        assertThat(read.at(METRICS).asString())
                .isEqualTo(
                        "[{'type':'Resource','resource':{'name':'memory','targetAverageUtilization':70}},{'type':'Pods',"
                                        .replace('\'', '"')
                                + "'pods':{'metricName':'hits','targetAverageValue':'5'}}]".replace('\'', '"'));
        assertThat(after).isEqualTo(created.at("/spec"));
        assertThat(in.api().get(path(in, "v2", "/a")).at(METRICS).isMissingNode())
                .isTrue();
    }

    @Test
    void assumeAPortionOfTheProcessor() {
        Namespace in = Namespace.in(member);

        in.api().create(path(in, "v1", ""), autoscaler("v1", "minReplicas: 2")).expect(201);

        assertThat(in.api()
                        .get(path(in, "v2", "/a"))
                        .at("/spec/metrics/0/resource/target/averageUtilization")
                        .asInt())
                .isEqualTo(80);
    }
}
