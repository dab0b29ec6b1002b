package dev.flotilla.e2e.member;

import dev.flotilla.e2e.conformance.Section;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Admission webhooks, called over HTTPS; every line is what a real kube-apiserver says. */
@MemberContract
@Section("admission")
record WebhookIT(Member member) {
    private static final String ALLOW = "{allowed: true}";
    private static final String ADD = "[{'op': 'add', 'path': '/data/%s', 'value': '%s'}]".replace('\'', '"');
    private static final String ALL_WRITES =
            "{rules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [configmaps]}]}";

    /** Hooks, their server, their namespace and what is written down. */
    private record Scene(WebhookServer server, Namespace in, Transcript said) implements AutoCloseable {
        static Scene of(Member member) {
            WebhookServer server = new WebhookServer();
            Namespace in = Namespace.in(member);
            Transcript said = new Transcript().hiding(in.name(), "NAMESPACE").hiding(":" + server.port(), ":PORT");
            return new Scene(server, in, said);
        }

        void create(String what, String name, String query, String... pointers) {
            said.answer(what, in.api().create(in.core("configmaps" + query), configMap(name)), pointers);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static ObjectNode configMap(String name) {
        return Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: '1'}}", name);
    }

    @Test
    void mutatesDeniesAndWarns() {
        try (Scene scene = Scene.of(member);
                Hooks _ = Hooks.mutating(scene.server(), scene.in())
                        .with("add", "{}", Hooks.patches(ADD.formatted("hook", "was here")))
                        .with("add-again", "{}", Hooks.patches(ADD.formatted("second", "too")))
                        .installed();
                Hooks _ = Hooks.validating(scene.server(), scene.in())
                        .with(
                                "judge",
                                "{}",
                                request -> WebhookServer.Reply.json(Hooks.answer(
                                        request, verdict(request.path("name").asString()))))
                        .with(
                                "warner",
                                "{}",
                                Hooks.answers("{allowed: true, warnings: [mind the \"gap\", second]}"
                                        .replace("\"", "''")
                                        .replace("[mind the ''gap''", "['mind the \"gap\"'")))
                        .installed()) {
            scene.create("allowed", "fine", "?fieldManager=me", "/data", "/metadata/managedFields/0/fieldsV1");
            for (String name : List.of("denied", "coded", "reasoned", "unexplained", "low-code", "success")) {
                scene.create(name, name, "");
            }
            scene.said().check(member, "webhook-verdicts.txt");
        }
    }

    private static String verdict(String name) {
        return switch (name) {
            case "denied" -> "{allowed: false, status: {message: not today}}";
            case "coded" -> "{allowed: false, status: {message: teapot, code: 418, reason: Teapot}}";
            case "reasoned" -> "{allowed: false, status: {reason: Forbidden, code: 403}}";
            case "unexplained" -> "{allowed: false}";
            case "low-code" -> "{allowed: false, status: {message: odd, code: 200}}";
            case "success" -> "{allowed: false, status: {status: Success, message: hm}}";
            default -> ALLOW;
        };
    }

    @Test
    void reportsWhatIsWrongWithAnAnswer() {
        Map<String, Function<ObjectNode, WebhookServer.Reply>> bad = new java.util.TreeMap<>(Map.of(
                "wrong-uid",
                Hooks.answers("{uid: other, allowed: true}"),
                "no-response",
                _ -> new WebhookServer.Reply(
                        200,
                        "application/json",
                        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"}"),
                "no-json",
                _ -> new WebhookServer.Reply(200, "text/plain", "hello"),
                "error-500",
                _ -> new WebhookServer.Reply(500, "text/plain", "boom"),
                "error-404",
                _ -> new WebhookServer.Reply(404, "text/plain", "gone"),
                "error-400",
                _ -> new WebhookServer.Reply(400, "text/plain", "what"),
                "bad-patch",
                Hooks.patches("[{\"op\":\"remove\",\"path\":\"/data/none\"}]"),
                "no-patch-type",
                Hooks.answers("{allowed: true, patch: W10=}"),
                "no-patch",
                Hooks.answers("{allowed: true, patchType: JSONPatch}"),
                "patch-no-json",
                Hooks.patches("hello")));
        for (String policy : List.of("Fail", "Ignore")) {
            try (Scene scene = Scene.of(member)) {
                Hooks hooks = Hooks.mutating(scene.server(), scene.in());
                bad.forEach((name, handler) -> hooks.with(
                        name,
                        "{failurePolicy: " + policy + ", objectSelector: {matchLabels: {case: " + name + "}}}",
                        handler));
                try (hooks) {
                    hooks.installed();
                    for (String name : bad.keySet()) {
                        ObjectNode object = configMap(name);
                        object.withObject("/metadata/labels").put("case", name);
                        scene.said()
                                .answer(name, scene.in().api().create(scene.in().core("configmaps"), object));
                    }
                    scene.said().check(member, "webhook-bad-answers-" + policy + ".txt");
                }
            }
        }
    }

    @Test
    void validatingWebhooksMayNotPatch() {
        try (Scene scene = Scene.of(member);
                Hooks _ = Hooks.validating(scene.server(), scene.in())
                        .with("patcher", "{}", Hooks.patches(ADD.formatted("x", "y")))
                        .installed()) {
            scene.create("patch", "one", "");
            scene.said().check(member, "webhook-validating-patch.txt");
        }
    }

    @Test
    void doesNotReachWhatIsNotThere() {
        String unreachable = "{failurePolicy: %s, timeoutSeconds: 1, objectSelector: {matchLabels: {case: %s}},"
                + " clientConfig: {url: '%s', caBundle: '%s'}}";
        String other = dev.flotilla.apiserver.pki.CertificateAuthority.generate("other", java.time.Instant.now())
                .certificatePem();
        CountDownLatch end = new CountDownLatch(1);
        for (String policy : List.of("Fail", "Ignore")) {
            try (Scene scene = Scene.of(member);
                    Hooks hooks = Hooks.validating(scene.server(), scene.in())) {
                String ours = WebhookServer.caBundle();
                hooks.with(
                        "refused",
                        unreachable.formatted(policy, "refused", "https://127.0.0.1:1/x", ours),
                        Hooks.answers(ALLOW));
                hooks.with(
                        "stranger",
                        unreachable.formatted(
                                policy, "stranger", scene.server().url("stranger"), WebhookServer.base64(other)),
                        Hooks.answers(ALLOW));
                hooks.with(
                        "slow",
                        unreachable.formatted(policy, "slow", scene.server().url("slow"), ours),
                        _ -> {
                            try {
                                end.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            return new WebhookServer.Reply(200, "application/json", "{}");
                        });
                hooks.with(
                        "service",
                        "{failurePolicy: " + policy + ", objectSelector: {matchLabels: {case: service}},"
                                + " clientConfig: {service: {namespace: "
                                + scene.in().name()
                                + ", name: nobody, path: /x}}}",
                        Hooks.answers(ALLOW));
                hooks.installed();
                for (String name : List.of("refused", "stranger", "slow", "service")) {
                    ObjectNode object = configMap(name);
                    object.withObject("/metadata/labels").put("case", name);
                    scene.said().answer(name, scene.in().api().create(scene.in().core("configmaps"), object));
                }
                scene.said().check(member, "webhook-unreachable-" + policy + ".txt");
            } finally {
                if (policy.equals("Ignore")) {
                    end.countDown();
                }
            }
        }
    }

    @Test
    void showsWebhooksWhatIsAsked() {
        try (Scene scene = Scene.of(member);
                Hooks _ = Hooks.mutating(scene.server(), scene.in())
                        .with("see", ALL_WRITES, Hooks.answers(ALLOW))
                        .installed()) {
            Namespace in = scene.in();
            in.api()
                    .create(in.core("configmaps?fieldManager=me"), configMap("a"))
                    .expect(201);
            in.api().create(in.core("configmaps?dryRun=All"), configMap("dry")).expect(201);
            ObjectNode nameless = configMap("x");
            ((ObjectNode) nameless.path("metadata")).remove("name");
            ((ObjectNode) nameless.path("metadata")).put("generateName", "made-");
            in.api().create(in.core("configmaps"), nameless).expect(201);
            ObjectNode now = in.api().get(in.core("configmaps/a")).json();
            in.api().update(in.core("configmaps/a?fieldManager=me"), now).expect(200);
            in.api()
                    .patch(in.core("configmaps/a?fieldManager=me"), Api.MERGE, "{\"data\":{\"b\":\"2\"}}")
                    .expect(200);
            in.api()
                    .apply(in.core("configmaps/a?fieldManager=her&force=true"), configMap("a"))
                    .expect(200);
            in.api()
                    .apply(in.core("configmaps/new?fieldManager=her"), configMap("new"))
                    .expect(201);
            in.api()
                    .delete(in.core("configmaps/a"), "{\"propagationPolicy\":\"Background\"}")
                    .expect(200);
            in.api()
                    .delete(in.core("configmaps?fieldSelector=metadata.name=new"))
                    .expect(200);
            for (ObjectNode request : scene.server().asked()) {
                scene.said().line(shown(request).toString());
            }
            scene.said().check(member, "webhook-reviews.txt");
        }
    }

    /** A request without what differs from one run to the next. */
    private static ObjectNode shown(ObjectNode request) {
        request.remove("userInfo");
        for (String field : List.of("object", "oldObject")) {
            if (request.get(field) instanceof ObjectNode object) {
                ObjectNode metadata = (ObjectNode) object.path("metadata");
                for (String each : List.of("creationTimestamp", "resourceVersion", "uid", "managedFields")) {
                    if (metadata.has(each)) {
                        metadata.put(each, "*");
                    }
                }
            }
        }
        ((ObjectNode) request.path("options")).remove("fieldValidation");
        return sorted(request);
    }

    private static ObjectNode sorted(ObjectNode object) {
        ObjectNode sorted = object.objectNode();
        object.propertyStream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> sorted.set(
                        each.getKey(), each.getValue() instanceof ObjectNode inner ? sorted(inner) : each.getValue()));
        return sorted;
    }

    @Test
    void asksAgainIfALaterOneChangedTheObject() {
        try (Scene scene = Scene.of(member);
                Hooks _ = Hooks.mutating(scene.server(), scene.in())
                        .with("a", "{reinvocationPolicy: IfNeeded}", Hooks.answers(ALLOW))
                        .with("b", "{reinvocationPolicy: IfNeeded}", Hooks.patches(ADD.formatted("b", "1")))
                        .with("c", "{}", Hooks.patches(ADD.formatted("c", "1")))
                        .with("d", "{reinvocationPolicy: IfNeeded}", Hooks.answers(ALLOW))
                        .with("e", "{}", Hooks.answers(ALLOW))
                        .installed()) {
            scene.create("created", "one", "", "/data");
            scene.server()
                    .asked()
                    .forEach(each -> scene.said().line(each.path("path").asString() + " " + each.at("/object/data")));
            scene.said().check(member, "webhook-reinvocation.txt");
        }
    }

    @Test
    void asksAboutSubresourcesAndOtherVersions() {
        String rules = "{rules: [{apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [%s]}]}";
        try (Scene scene = Scene.of(member);
                Hooks _ = Hooks.validating(scene.server(), scene.in())
                        .with("status", rules.formatted("deployments/status"), Hooks.answers(ALLOW))
                        .with("scale", rules.formatted("'*/scale'"), Hooks.answers(ALLOW))
                        .installed()) {
            Namespace in = scene.in();
            in.api()
                    .create(in.apps("deployments"), Namespace.deployment("web", 0))
                    .expect(201);
            in.api()
                    .patch(in.apps("deployments/web/scale?fieldManager=me"), Api.MERGE, "{\"spec\":{\"replicas\":0}}")
                    .expect(200);
            in.api()
                    .patch(
                            in.apps("deployments/web/status?fieldManager=me"),
                            Api.MERGE,
                            "{\"status\":{\"collisionCount\":1}}")
                    .expect(200);
            for (ObjectNode each : scene.server().asked()) {
                boolean ours = each.at("/options/fieldManager").asString("").equals("me");
                if (ours) {
                    scene.said()
                            .once(each.path("path").asString() + " " + each.path("kind") + each.path("subResource")
                                    + each.path("requestSubResource") + each.path("resource")
                                    + each.at("/object/kind") + each.at("/object/apiVersion")
                                    + each.at("/object/spec/replicas"));
                }
            }
            scene.said().check(member, "webhook-subresources.txt");
        }
    }

    @Test
    void asksAboutTokens() {
        try (Scene scene = Scene.of(member);
                Hooks _ = Hooks.validating(scene.server(), scene.in())
                        .with(
                                "tokens",
                                "{rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources:"
                                        + " [serviceaccounts/token]}]}",
                                request -> WebhookServer.Reply.json(Hooks.answer(
                                        request,
                                        request.at("/name").asString().equals("trusted")
                                                ? ALLOW
                                                : "{allowed: false, status: {message: no tokens}}")))
                        .installed()) {
            Namespace in = scene.in();
            for (String name : List.of("trusted", "stranger")) {
                in.api()
                        .create(
                                in.core("serviceaccounts"),
                                Yaml.object("{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s}}", name))
                        .expect(201);
                ObjectNode asked = Yaml.object(
                        "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 600}}");
                scene.said()
                        .answer(
                                name,
                                in.api().create(in.core("serviceaccounts/" + name + "/token"), asked),
                                "/spec/expirationSeconds");
            }
            scene.server()
                    .asked()
                    .forEach(each -> scene.said()
                            .line(each.path("name") + " " + each.path("kind") + each.path("resource")
                                    + each.path("subResource") + each.path("operation")
                                    + each.at("/object/spec/expirationSeconds")));
            scene.said().check(member, "webhook-tokens.txt");
        }
    }

    @Test
    void refusesConfigurationsInKubernetesWords() {
        try (Scene scene = Scene.of(member)) {
            for (String more : List.of(
                    "{name: short}",
                    "{name: ''}",
                    "{sideEffects: Some}",
                    "{sideEffects: null}",
                    "{timeoutSeconds: 31}",
                    "{timeoutSeconds: 0}",
                    "{failurePolicy: Maybe}",
                    "{matchPolicy: Some}",
                    "{admissionReviewVersions: []}",
                    "{admissionReviewVersions: [v2]}",
                    "{admissionReviewVersions: [v1, v1]}",
                    "{clientConfig: {}}",
                    "{clientConfig: {url: 'http://x/y'}}",
                    "{clientConfig: {url: 'https://'}}",
                    "{clientConfig: {url: 'https://u@h/p?q=1#f'}}",
                    "{clientConfig: {url: 'https://h', service: {name: a, namespace: b}}}",
                    "{clientConfig: {service: {name: '', namespace: b, path: 'x//y', port: 0}}}",
                    "{clientConfig: {service: {name: a, namespace: b, path: '/X', port: 70000}}}",
                    "{rules: [{apiGroups: [], apiVersions: [], operations: [], resources: []}]}",
                    "{rules: [{apiGroups: ['*', a], apiVersions: ['*', v1], operations: ['*', CREATE], resources: ['*', pods]}]}",
                    "{rules: [{apiGroups: [a], apiVersions: [''], operations: [PATCH], resources: ['']}]}",
                    "{rules: [{apiGroups: [a], apiVersions: [v1], operations: [CREATE], resources: ['pods/*', pods/log]}]}",
                    "{rules: [{apiGroups: [a], apiVersions: [v1], operations: [CREATE], resources: ['*/*', pods], scope: X}]}",
                    "{namespaceSelector: {matchLabels: {'a b': '-'}}}",
                    "{objectSelector: {matchExpressions: [{key: a, operator: In}]}}")) {
                ObjectNode webhook = Yaml.object("""
                        name: a.hooks.test
                        clientConfig: {url: 'https://127.0.0.1/x'}
                        rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
                        admissionReviewVersions: [v1]
                        sideEffects: None
                        """).setAll(Yaml.object(more));
                ObjectNode configuration = Yaml.object(
                        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration,"
                                + " metadata: {name: bad}}");
                configuration.putArray("webhooks").add(webhook);
                scene.said()
                        .answer(
                                more,
                                scene.in()
                                        .api()
                                        .create(
                                                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations?dryRun=All",
                                                configuration));
            }
            scene.said().check(member, "webhook-configurations.txt");
        }
    }
}
