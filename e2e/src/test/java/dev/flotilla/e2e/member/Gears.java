package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kind with two versions that a webhook converts: {@code spec.width} of v1 is {@code spec.dimensions.width} of v2.
 *
 * @param in where the Gears are
 */
record Gears(Namespace in, WebhookServer server) implements AutoCloseable {
    private static final Duration SERVED_MAX = Duration.ofSeconds(30);

    /** Of the webhook's work: a converted object, and the response it goes into. */
    interface Mischief extends BiConsumer<ObjectNode, ObjectNode> {}

    static Gears in(Member member) {
        return new Gears(Namespace.in(member), new WebhookServer());
    }

    String group() {
        return in.name() + ".gears.test";
    }

    String path(String version, String rest) {
        return "/apis/" + group() + "/" + version + "/namespaces/" + in.name() + "/gears" + rest;
    }

    String definitionPath() {
        return Widgets.DEFINITIONS + "/gears." + group();
    }

    ObjectNode gear(String version, String name, int width) {
        String spec = version.equals("v1") ? "{width: %d}" : "{dimensions: {width: %d}}";
        return Yaml.object(
                "{apiVersion: %s/%s, kind: Gear, metadata: {name: %s}, spec: %s}",
                group(), version, name, spec.formatted(width));
    }

    /** Returns when both versions are served. */
    Gears defined(String clientConfig) {
        in.api().create(Widgets.DEFINITIONS, definition(clientConfig)).expect(201);
        await().atMost(SERVED_MAX)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> in.api().get(path("v1", "?limit=1")).code() == 200
                        && in.api().get(path("v2", "?limit=1")).code() == 200);
        return this;
    }

    Gears converted(Mischief mischief) {
        server.on("convert", converting(mischief));
        return defined("{url: '" + server.url("convert") + "', caBundle: " + WebhookServer.caBundle() + "}");
    }

    private ObjectNode definition(String clientConfig) {
        return Yaml.object("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gears.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: gears, kind: Gear}
                  conversion:
                    strategy: Webhook
                    webhook:
                      conversionReviewVersions: [v1, v1beta1]
                      clientConfig: %2$s
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}, scale: {specReplicasPath: .spec.width, statusReplicasPath: .status.width}}
                    additionalPrinterColumns: [{name: Width, type: integer, jsonPath: .spec.width}]
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec: {type: object, properties: {width: {type: integer, minimum: 1}}}
                          status: {type: object, properties: {width: {type: integer}}}
                  - name: v2
                    served: true
                    storage: false
                    subresources: {status: {}}
                    additionalPrinterColumns: [{name: Breadth, type: integer, jsonPath: .spec.dimensions.width}]
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties:
                              grade: {type: string, default: plain}
                              dimensions: {type: object, properties: {width: {type: integer, maximum: 1000}}}
                          status: {type: object, properties: {width: {type: integer}}}
                """, group(), clientConfig);
    }

    private static Function<ObjectNode, WebhookServer.Reply> converting(Mischief mischief) {
        return request -> {
            ObjectNode review = ObjectJson.mapper().createObjectNode();
            review.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "ConversionReview");
            ObjectNode response = review.putObject("response");
            response.put("uid", request.path("uid").asString());
            response.putObject("result").put("status", "Success");
            ArrayNode converted = response.putArray("convertedObjects");
            String desired = request.path("desiredAPIVersion").asString();
            request.path("objects").forEach(each -> {
                ObjectNode object = convert((ObjectNode) each, desired);
                converted.add(object);
                mischief.accept(object, review);
            });
            return WebhookServer.Reply.json(review);
        };
    }

    private static ObjectNode convert(ObjectNode object, String desired) {
        ObjectNode spec = object.withObject("/spec");
        if (desired.endsWith("/v2") && spec.has("width")) {
            spec.putObject("dimensions").set("width", spec.remove("width"));
        } else if (desired.endsWith("/v1") && spec.path("dimensions").has("width")) {
            spec.set("width", spec.path("dimensions").path("width"));
            spec.remove("dimensions");
        }
        return object.put("apiVersion", desired);
    }

    @Override
    public void close() {
        in.api().delete(definitionPath());
        server.close();
    }
}
