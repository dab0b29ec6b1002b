package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind that a user brings along: the definition of Widgets in a group of one's own, and paths to them.
 *
 * @param in where the Widgets are
 */
record Widgets(Namespace in, String group) {
    private static final Duration SERVED_MAX = Duration.ofSeconds(30);

    static Widgets in(Member member, String group) {
        Widgets widgets = new Widgets(Namespace.in(member), group);
        Answer created = member.api().create(DEFINITIONS, widgets.definition());
        if (created.code() != 409) {
            created.expect(201);
        }
        widgets.awaitServed();
        return widgets;
    }

    static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    String path(String rest) {
        return "/apis/" + group + "/v1/namespaces/" + in.name() + "/widgets" + rest;
    }

    String definitionPath() {
        return DEFINITIONS + "/widgets." + group;
    }

    ObjectNode widget(String name, String spec) {
        return Yaml.object("{apiVersion: %s/v1, kind: Widget, metadata: {name: %s}, spec: %s}", group, name, spec);
    }

    ObjectNode definition() {
        return Yaml.object("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: widgets, kind: Widget, shortNames: [wd]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources:
                      status: {}
                      scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}
                    additionalPrinterColumns:
                    - {name: Size, type: integer, jsonPath: .spec.size}
                    - {name: Color, type: string, jsonPath: .spec.color, priority: 1}
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            required: [size]
                            properties:
                              size: {type: integer, minimum: 1}
                              color: {type: string, enum: [red, blue], default: red}
                              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                              parts:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [name]
                                items:
                                  type: object
                                  required: [name]
                                  properties: {name: {type: string}, weight: {type: integer}}
                          status:
                            type: object
                            properties: {size: {type: integer}}
                """, group);
    }

    private void awaitServed() {
        await().atMost(SERVED_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> in.api().get(path("")).code() == 200);
    }
}
