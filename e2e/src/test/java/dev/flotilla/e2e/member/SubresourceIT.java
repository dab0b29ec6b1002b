package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Status and scale. Kinds without a controller here serve for status, so that no one writes against the test. */
@MemberContract
@Section("4.2")
record SubresourceIT(Member member) {
    private static final String STATUS = "{status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}}";

    @Test
    void changesStatusAndNothingElse() {
        Namespace in = Namespace.in(member);
        ObjectNode ingress =
                member.api().create(ingresses(in), ingress()).expect(201).json();
        ((ObjectNode) ingress.at("/spec/defaultBackend/service")).put("name", "other");
        ingress.set("status", Yaml.object(STATUS).path("status"));

        Answer after =
                member.api().update(ingresses(in) + "/web/status", ingress).expect(200);

        assertThat(after.text("/status/loadBalancer/ingress/0/ip")).isEqualTo("192.0.2.1");
        assertThat(after.text("/spec/defaultBackend/service/name")).isEqualTo("web");
    }

    @Test
    void keepsTheGenerationWhenStatusChanges() {
        Namespace in = Namespace.in(member);
        member.api().create(ingresses(in), ingress()).expect(201);

        Answer after = member.api()
                .patch(
                        ingresses(in) + "/web/status",
                        Api.MERGE,
                        Yaml.object(STATUS).toString())
                .expect(200);

        assertThat(after.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(after.text("/status/loadBalancer/ingress/0/ip")).isEqualTo("192.0.2.1");
    }

    @Test
    void recordsStatusAsASubresource() {
        Namespace in = Namespace.in(member);
        member.api().create(ingresses(in), ingress()).expect(201);

        Answer after = member.api()
                .patch(
                        ingresses(in) + "/web/status?fieldManager=balancer",
                        Api.MERGE,
                        Yaml.object(STATUS).toString())
                .expect(200);

        assertThat(after.at("/metadata/managedFields").toString())
                .contains("\"manager\":\"balancer\",\"operation\":\"Update\"", "\"subresource\":\"status\"");
    }

    @Test
    void showsScale() {
        Namespace in = Namespace.in(member);
        Answer deployment = in.settledDeployment("web");

        Answer scale = member.api().get(in.apps("deployments/web/scale")).expect(200);

        assertThat(scale.text("/kind")).isEqualTo("Scale");
        assertThat(scale.text("/apiVersion")).isEqualTo("autoscaling/v1");
        assertThat(scale.uid()).isEqualTo(deployment.uid());
        assertThat(scale.resourceVersion()).isEqualTo(deployment.resourceVersion());
        assertThat(scale.text("/status/selector")).isEqualTo("app=web");
    }

    @Test
    void scalesByPatchAndByPut() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        Answer patched = member.api()
                .patch(in.apps("deployments/web/scale"), Api.MERGE, "{\"spec\":{\"replicas\":1}}")
                .expect(200);
        ObjectNode scale = member.api().get(in.apps("deployments/web/scale")).json();
        ((ObjectNode) scale.at("/metadata")).remove("resourceVersion");
        ((ObjectNode) scale.at("/spec")).put("replicas", 2);
        member.api().update(in.apps("deployments/web/scale"), scale).expect(200);

        Answer after = member.api().get(in.apps("deployments/web")).expect(200);
        assertThat(patched.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(after.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(after.at("/metadata/generation").asInt()).isEqualTo(3);
    }

    private static String ingresses(Namespace in) {
        return "/apis/networking.k8s.io/v1/namespaces/" + in.name() + "/ingresses";
    }

    private static ObjectNode ingress() {
        return Yaml.object("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web}
                spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
                """);
    }
}
