package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.conformance.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Conversion webhooks, called over HTTPS; every line is what a real kube-apiserver says. */
@MemberContract
@Section("4.9")
record ConversionIT(Member member) {
    private static final Gears.Mischief NONE = (_, _) -> {};

    private static Transcript transcript(Gears gears) {
        return new Transcript()
                .hiding(gears.group(), "GROUP")
                .hiding(gears.in().name(), "NAMESPACE")
                .hiding(":" + gears.server().port(), ":PORT");
    }

    @Test
    void showsAnObjectInEveryVersion() {
        try (Gears gears = Gears.in(member).converted(NONE)) {
            Api api = gears.in().api();
            Transcript said = transcript(gears);
            said.answer(
                    "create in v1", api.create(gears.path("v1", ""), gears.gear("v1", "a", 1)), "/apiVersion", "/spec");
            said.answer(
                    "create in v2", api.create(gears.path("v2", ""), gears.gear("v2", "b", 2)), "/apiVersion", "/spec");
            said.answer("create what v2 refuses", api.create(gears.path("v2", ""), gears.gear("v2", "c", 2000)));
            for (String version : List.of("v1", "v2")) {
                for (String name : List.of("/a", "/b")) {
                    said.answer(version + name, api.get(gears.path(version, name)), "/apiVersion", "/spec");
                }
                Answer list = api.get(gears.path(version, ""));
                said.answer(
                        "list " + version,
                        list,
                        "/apiVersion",
                        "/kind",
                        "/items/0/apiVersion",
                        "/items/0/spec",
                        "/items/1/spec");
                Answer table = api.get(gears.path(version, ""), Api.TABLE);
                said.answer(
                        "table " + version, table, "/columnDefinitions/1/name", "/rows/0/cells/1", "/rows/1/cells/1");
            }
            said.answer(
                    "merge in v2",
                    api.patch(gears.path("v2", "/a"), Api.MERGE, "{\"spec\":{\"dimensions\":{\"width\":5}}}"),
                    "/spec",
                    "/metadata/generation");
            said.answer("read in v1", api.get(gears.path("v1", "/a")), "/spec");
            said.answer(
                    "merge in v1", api.patch(gears.path("v1", "/a"), Api.MERGE, "{\"spec\":{\"width\":6}}"), "/spec");
            said.answer("refused in v1", api.patch(gears.path("v1", "/a"), Api.MERGE, "{\"spec\":{\"width\":0}}"));
            said.answer("scale", api.get(gears.path("v1", "/b/scale")), "/spec");
            said.answer(
                    "status",
                    api.patch(gears.path("v2", "/b/status"), Api.MERGE, "{\"status\":{\"width\":9}}"),
                    "/apiVersion",
                    "/status");
            said.answer("deleted in v1", api.delete(gears.path("v1", "/b")), "/status", "/details/kind");
            said.check(member, "conversion-versions.txt");
        }
    }

    @Test
    void appliesInEveryVersion() {
        try (Gears gears = Gears.in(member).converted(NONE)) {
            Api api = gears.in().api();
            Transcript said = transcript(gears);
            said.answer(
                    "applied in v1",
                    api.apply(gears.path("v1", "/a?fieldManager=me"), gears.gear("v1", "a", 1)),
                    "/spec");
            said.answer("seen in v2", api.get(gears.path("v2", "/a")), "/spec", "/metadata/managedFields/0/apiVersion");
            said.answer(
                    "applied in v2",
                    api.apply(gears.path("v2", "/a?fieldManager=me"), gears.gear("v2", "a", 2)),
                    "/spec",
                    "/metadata/managedFields/0/apiVersion",
                    "/metadata/managedFields/0/fieldsV1");
            said.answer(
                    "forced in v1",
                    api.apply(gears.path("v1", "/a?fieldManager=her&force=true"), gears.gear("v1", "a", 3)),
                    "/spec",
                    "/metadata/managedFields/0/apiVersion");
            said.check(member, "conversion-apply.txt");
        }
    }

    @Test
    void watchesInEveryVersion() {
        try (Gears gears = Gears.in(member).converted(NONE)) {
            Api api = gears.in().api();
            Transcript said = transcript(gears);
            String start = api.create(gears.path("v1", ""), gears.gear("v1", "a", 1))
                    .expect(201)
                    .resourceVersion();
            try (Watch watch = api.watch(gears.path("v2", "?watch=true&resourceVersion=" + start))) {
                api.patch(gears.path("v1", "/a"), Api.MERGE, "{\"spec\":{\"width\":2}}")
                        .expect(200);
                api.create(gears.path("v2", ""), gears.gear("v2", "b", 3)).expect(201);
                api.delete(gears.path("v1", "/a")).expect(200);
                for (int i = 0; i < 3; i++) {
                    Watch.Event event = watch.nextChange();
                    said.line(event.type() + " " + event.object().path("apiVersion") + " " + event.name() + " "
                            + event.object().path("spec"));
                }
            }
            said.check(member, "conversion-watch.txt");
        }
    }

    /** What is wrong with the answer for the object of that name. */
    private static final Map<String, Gears.Mischief> MISTAKES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "annotation-key",
                    (object, _) -> object.withObject("/metadata/annotations").put("no key", "1")),
            Map.entry("fewer", (_, review) -> review.withObject("/response").putArray("convertedObjects")),
            Map.entry(
                    "finalizers",
                    (object, _) -> object.withObject("/metadata")
                            .putArray("finalizers")
                            .add("a.test/x")),
            Map.entry("kind", (object, _) -> object.put("kind", "Wheel")),
            Map.entry(
                    "label-change",
                    (object, _) -> object.withObject("/metadata/labels").put("made", "anew")),
            Map.entry(
                    "label-list", (object, _) -> object.withObject("/metadata").putArray("labels")),
            Map.entry(
                    "label-number",
                    (object, _) -> object.withObject("/metadata/labels").put("a", 1)),
            Map.entry(
                    "label-value",
                    (object, _) -> object.withObject("/metadata/labels").put("a", "b c")),
            Map.entry("metadata-none", (object, _) -> object.remove("metadata")),
            Map.entry("name", (object, _) -> object.withObject("/metadata").put("name", "other")),
            Map.entry("namespace", (object, _) -> object.withObject("/metadata").put("namespace", "other")),
            Map.entry("no-response", (_, review) -> review.remove("response")),
            Map.entry(
                    "object-uid", (object, _) -> object.withObject("/metadata").put("uid", "other")),
            Map.entry(
                    "refusal",
                    (_, review) -> review.withObject("/response/result")
                            .put("status", "Failed")
                            .put("message", "not today")),
            Map.entry("review-kind", (_, review) -> review.put("kind", "AdmissionReview")),
            Map.entry("review-version", (_, review) -> review.put("apiVersion", "apiextensions.k8s.io/v1beta1")),
            Map.entry("review-group", (_, review) -> review.put("apiVersion", "other/v1")),
            Map.entry(
                    "silent-refusal",
                    (_, review) -> review.withObject("/response/result").put("status", "Failed")),
            Map.entry("uid", (_, review) -> review.withObject("/response").put("uid", "other")),
            Map.entry("version", (object, _) -> object.put("apiVersion", "other/v9"))));

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        Gears.Mischief mischief = (object, review) -> {
            Gears.Mischief mistake = MISTAKES.get(object.at("/metadata/name").asString(""));
            if (mistake != null) {
                mistake.accept(object, review);
            }
        };
        try (Gears gears = Gears.in(member).converted(mischief)) {
            Api api = gears.in().api();
            Transcript said = transcript(gears);
            for (String name : MISTAKES.keySet()) {
                api.create(gears.path("v1", ""), gears.gear("v1", name, 1)).expect(201);
            }
            for (String name : MISTAKES.keySet()) {
                said.answer(name, api.get(gears.path("v2", "/" + name)), "/metadata/labels", "/metadata/finalizers");
            }
            said.answer("a patch", api.patch(gears.path("v2", "/uid"), Api.MERGE, "{\"spec\":{\"grade\":\"fine\"}}"));
            said.check(member, "conversion-mistakes.txt");
        }
    }

    @Test
    void saysWhatIsWrongWithTheServer() {
        Map<String, String> wrong = new TreeMap<>(Map.of(
                "refused", "{url: 'https://127.0.0.1:1/x', caBundle: CA}",
                "stranger", "{url: 'URL/ok', caBundle: OTHER}",
                "error-500", "{url: 'URL/error-500', caBundle: CA}",
                "error-404", "{url: 'URL/error-404', caBundle: CA}",
                "no-json", "{url: 'URL/no-json', caBundle: CA}",
                "service", "{service: {namespace: nowhere, name: nobody, path: /x}}"));
        String other = dev.flotilla.apiserver.pki.CertificateAuthority.generate("other", java.time.Instant.now())
                .certificatePem();
        wrong.forEach((name, config) -> {
            try (Gears gears = Gears.in(member)) {
                gears.server().on("ok", _ -> new WebhookServer.Reply(200, Api.JSON, "{}"));
                gears.server().on("error-500", _ -> new WebhookServer.Reply(500, "text/plain", "boom"));
                gears.server().on("error-404", _ -> new WebhookServer.Reply(404, "text/plain", "gone"));
                gears.server().on("no-json", _ -> new WebhookServer.Reply(200, "text/plain", "hello"));
                gears.defined(config.replace("URL/", gears.server().url(""))
                        .replace("CA", WebhookServer.caBundle())
                        .replace("OTHER", WebhookServer.base64(other)));
                Api api = gears.in().api();
                Transcript said = transcript(gears);
                api.create(gears.path("v1", ""), gears.gear("v1", "a", 1)).expect(201);
                said.answer("v1", api.get(gears.path("v1", "/a")), "/spec");
                said.answer("v2", api.get(gears.path("v2", "/a")));
                said.answer("deletion in v1", api.delete(gears.path("v1", "/a")));
                said.check(member, "conversion-server-" + name + ".txt");
            }
        });
    }

    @Test
    void changesTheStorageVersion() {
        try (Gears gears = Gears.in(member).converted(NONE)) {
            Api api = gears.in().api();
            Transcript said = transcript(gears);
            api.create(gears.path("v1", ""), gears.gear("v1", "old", 1)).expect(201);
            ObjectNode definition = api.get(gears.definitionPath()).json();
            store(definition, "v2");
            said.answer("stored in v2", api.update(gears.definitionPath(), definition), "/spec/versions/1/storage");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get(gears.definitionPath())
                                    .at("/status/storedVersions")
                                    .size()
                            == 2);
            said.answer("both", api.get(gears.definitionPath()), "/status/storedVersions");
            said.answer("old in v1", api.get(gears.path("v1", "/old")), "/spec");
            said.answer("old in v2", api.get(gears.path("v2", "/old")), "/spec");
            ObjectNode old = api.get(gears.path("v2", "/old")).json();
            said.answer("written anew", api.update(gears.path("v2", "/old"), old), "/spec");
            said.answer("new in v1", api.create(gears.path("v1", ""), gears.gear("v1", "new", 2)), "/spec");
            said.answer("new in v2", api.get(gears.path("v2", "/new")), "/spec");

            ObjectNode without = api.get(gears.definitionPath()).json();
            ((tools.jackson.databind.node.ArrayNode) without.at("/spec/versions")).remove(0);
            said.answer("v1 is stored", api.update(gears.definitionPath(), without));
            said.answer(
                    "v1 is stored no more",
                    api.patch(
                            gears.definitionPath() + "/status",
                            Api.MERGE,
                            "{\"status\":{\"storedVersions\":[\"v2\"]}}"),
                    "/status/storedVersions");
            ObjectNode unserved = api.get(gears.definitionPath()).json();
            ((ObjectNode) unserved.at("/spec/versions/0")).put("served", false);
            api.update(gears.definitionPath(), unserved).expect(200);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get(gears.path("v1", "/old")).code() == 404);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get(gears.path("v2", "")).code() == 200);
            said.answer("v2 alone", api.get(gears.path("v2", "")), "/items/0/spec", "/items/1/spec");
            said.check(member, "conversion-storage.txt");
        }
    }

    private static void store(ObjectNode definition, String version) {
        definition
                .at("/spec/versions")
                .forEach(each -> ((ObjectNode) each)
                        .put("storage", each.path("name").asString("").equals(version)));
    }
}
