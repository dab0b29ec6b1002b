package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A webhook configuration of one test, for the objects of one namespace alone. */
final class Hooks implements AutoCloseable {
    private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
    private static final String PROBE =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: probe, labels: {probe: 'yes'}}}";

    private final WebhookServer server;
    private final Namespace in;
    private final String kind;
    private final List<ObjectNode> webhooks = new ArrayList<>();
    private String installed = "";

    private Hooks(WebhookServer server, Namespace in, String kind) {
        this.server = server;
        this.in = in;
        this.kind = kind;
    }

    static Hooks mutating(WebhookServer server, Namespace in) {
        return new Hooks(server, in, "MutatingWebhookConfiguration");
    }

    static Hooks validating(WebhookServer server, Namespace in) {
        return new Hooks(server, in, "ValidatingWebhookConfiguration");
    }

    /** @param more fields of the webhook, in place of the usual ones */
    Hooks with(String name, String more, Function<ObjectNode, WebhookServer.Reply> handler) {
        server.on(name, handler);
        webhooks.add(webhook(name, more));
        return this;
    }

    private ObjectNode webhook(String name, String more) {
        ObjectNode webhook = Yaml.object("""
                name: %s.hooks.test
                clientConfig: {url: '%s', caBundle: %s}
                rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
                admissionReviewVersions: [v1]
                sideEffects: None
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
                """, name, server.url(name), WebhookServer.caBundle(), in.name());
        return webhook.setAll(Yaml.object(more));
    }

    /** Returns when the server knows the configuration. */
    Hooks installed() {
        ObjectNode configuration = Yaml.object(
                "{apiVersion: admissionregistration.k8s.io/v1, kind: %s, metadata: {name: %s}}", kind, in.name());
        webhooks.forEach(configuration.putArray("webhooks")::add);
        ((tools.jackson.databind.node.ArrayNode) configuration.path("webhooks"))
                .add(webhook("zz-probe", "{objectSelector: {matchLabels: {probe: 'yes'}}}"));
        String path = GROUP + kind.toLowerCase(java.util.Locale.ROOT) + "s";
        in.api().create(path, configuration).expect(201);
        installed = path + "/" + in.name();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> in.api()
                                .create(in.core("configmaps?dryRun=All"), Yaml.object(PROBE))
                                .code()
                        != 201);
        server.asked();
        return this;
    }

    /** An answer to a review's request. */
    static ObjectNode answer(ObjectNode request, String response) {
        ObjectNode review = ObjectJson.mapper().createObjectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode answer = Yaml.object(response);
        if (!answer.has("uid")) {
            answer.put("uid", request.path("uid").asString());
        }
        review.set("response", answer);
        return review;
    }

    static Function<ObjectNode, WebhookServer.Reply> answers(String response) {
        return request -> WebhookServer.Reply.json(answer(request, response));
    }

    /** @param operations of a JSON patch */
    static Function<ObjectNode, WebhookServer.Reply> patches(String operations) {
        return answers("{allowed: true, patchType: JSONPatch, patch: '" + WebhookServer.base64(operations) + "'}");
    }

    @Override
    public void close() {
        if (!installed.isEmpty()) {
            in.api().delete(installed);
        }
    }
}
