package dev.flotilla.e2e.differential;

import dev.flotilla.e2e.member.Yaml;
import tools.jackson.databind.node.ObjectNode;

/** A kind of a user's own, with every sort of list and map that a schema can declare. */
final class Gadgets {
    static final String GROUP = "differential.example.org";

    private Gadgets() {}

    static ObjectNode definition() {
        return Yaml.object("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gadgets.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources:
                      status: {}
                      scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            required: [size]
                            properties:
                              size: {type: integer, minimum: 0, maximum: 9}
                              color: {type: string, enum: [red, blue], default: red}
                              share: {x-kubernetes-int-or-string: true}
                              parts:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [name]
                                items:
                                  type: object
                                  required: [name]
                                  properties:
                                    name: {type: string}
                                    weight: {type: integer, default: 1}
                                    tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                              tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                              steps: {type: array, x-kubernetes-list-type: atomic, items: {type: string}}
                              pairs:
                                type: array
                                items: {type: object, properties: {a: {type: integer}, b: {type: integer, default: 7}}}
                              link:
                                type: object
                                x-kubernetes-map-type: atomic
                                properties: {to: {type: string}, port: {type: integer}}
                              limits: {type: object, additionalProperties: {type: integer}}
                              nested:
                                type: object
                                additionalProperties:
                                  type: object
                                  properties: {a: {type: integer}, b: {type: integer}}
                              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                          status:
                            type: object
                            properties:
                              size: {type: integer}
                              conditions:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [type]
                                items:
                                  type: object
                                  required: [type, status]
                                  properties:
                                    type: {type: string}
                                    status: {type: string}
                                    reason: {type: string}
                                    message: {type: string}
                                    lastTransitionTime: {type: string, format: date-time}
                """, GROUP);
    }
}
