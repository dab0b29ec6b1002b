package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WriteContractIT {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String MERGE = "application/merge-patch+json";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";
    private static TestServer server;
    private static HttpsClient admin;

    @BeforeAll
    static void start() {
        server = new TestServer();
        admin = server.admin();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String deployment(String name) {
        return """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s"},
                 "spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
                 "spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}]}]}}}}""".formatted(name);
    }

    @Test
    void createsWithDefaultsAndServerFields() {
        HttpsClient.Answer created = admin.post(DEPLOYMENTS, deployment("made"));
        JsonNode object = created.json();

        assertThat(created.code()).isEqualTo(201);
        assertThat(object.path("metadata").path("uid").asString("")).hasSize(36);
        assertThat(object.path("metadata").path("generation").asInt(0)).isEqualTo(1);
        assertThat(object.path("spec").path("replicas").asInt(0)).isEqualTo(1);
        assertThat(object.path("spec")
                        .path("template")
                        .path("spec")
                        .path("restartPolicy")
                        .asString(""))
                .isEqualTo("Always");
        assertThat(admin.post(DEPLOYMENTS, deployment("made")).message())
                .isEqualTo("deployments.apps \"made\" already exists");
    }

    @Test
    void refusesWhatContradictsItsUrl() {
        assertThat(admin.post("/api/v1/namespaces/nons/configmaps", "{\"metadata\":{\"name\":\"a\"}}")
                        .message())
                .isEqualTo("namespaces \"nons\" not found");
        assertThat(admin.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}")
                        .message())
                .isEqualTo("the namespace of the provided object does not match the namespace sent on the request");
        assertThat(admin.post(MAPS, "{\"metadata\":{}}").message()).contains("name or generateName is required");
        assertThat(admin.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"5\"}}")
                        .code())
                .isEqualTo(500);
        admin.post(MAPS, "{\"metadata\":{\"name\":\"url\"}}");
        assertThat(admin.put(MAPS + "/url", "{\"metadata\":{\"name\":\"other\"}}")
                        .message())
                .isEqualTo("the name of the object (other) does not match the name on the URL (url)");
    }

    @Test
    void saysWhichFieldsItDoesNotKnow() {
        String body = deployment("strict").replace("\"image\"", "\"imagee\":1,\"image\"");

        HttpsClient.Answer strict = admin.post(DEPLOYMENTS + "?fieldValidation=Strict", body);
        HttpsClient.Answer warned = admin.post(DEPLOYMENTS + "?dryRun=All", body);
        HttpsClient.Answer ignored = admin.post(DEPLOYMENTS + "?dryRun=All&fieldValidation=Ignore", body);

        assertThat(strict.code()).isEqualTo(400);
        assertThat(strict.message())
                .isEqualTo("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error:"
                        + " unknown field \"spec.template.spec.containers[0].imagee\"");
        assertThat(warned.code()).isEqualTo(201);
        assertThat(warned.header("Warning"))
                .isEqualTo("299 - \"unknown field \\\"spec.template.spec.containers[0].imagee\\\"\"");
        assertThat(ignored.header("Warning")).isEmpty();
        assertThat(admin.post(DEPLOYMENTS + "?fieldValidation=x", body).code()).isEqualTo(422);
        assertThat(admin.post(DEPLOYMENTS + "?dryRun=x", body).code()).isEqualTo(422);
        assertThat(admin.get(DEPLOYMENTS + "/strict").code()).isEqualTo(404);
    }

    @Test
    void refusesBodiesThatAreTooLargeOrNotUnderstood() {
        String large = "{\"metadata\":{\"name\":\"big\"},\"data\":{\"a\":\"" + "x".repeat(5 << 20) + "\"}}";

        HttpsClient.Answer tooLarge = admin.post(MAPS, large);

        assertThat(tooLarge.code()).isEqualTo(413);
        assertThat(tooLarge.json().path("reason").asString("")).isEqualTo("RequestEntityTooLarge");
        assertThat(tooLarge.message()).isEqualTo("Request entity too large: limit is 3145728");
        assertThat(admin.send("POST", MAPS, "application/xml", "<a/>").code()).isEqualTo(415);
        assertThat(admin.post(MAPS, "{\"metadata\":").code()).isEqualTo(400);
        assertThat(admin.send("POST", MAPS, "application/yaml", "metadata: {name: yaml}\ndata: {a: b}")
                        .code())
                .isEqualTo(201);
        assertThat(admin.get(MAPS + "/big").code()).isEqualTo(404);
    }

    @Test
    void answersMethodsThatAreNotOffered() {
        assertThat(admin.delete("/api/v1/namespaces").code()).isEqualTo(405);
        assertThat(admin.send("PUT", MAPS, "application/json", "{}")
                        .json()
                        .path("reason")
                        .asString(""))
                .isEqualTo("MethodNotAllowed");
    }

    @Test
    void keepsVersionsApart() {
        String created = version(admin.post(MAPS, "{\"metadata\":{\"name\":\"v\"},\"data\":{\"a\":\"1\"}}"));

        String same = version(admin.put(MAPS + "/v", "{\"metadata\":{\"name\":\"v\"},\"data\":{\"a\":\"1\"}}"));
        String changed = version(admin.put(MAPS + "/v", "{\"metadata\":{\"name\":\"v\"},\"data\":{\"a\":\"2\"}}"));
        HttpsClient.Answer stale =
                admin.put(MAPS + "/v", "{\"metadata\":{\"name\":\"v\",\"resourceVersion\":\"" + created + "\"}}");

        assertThat(same).isEqualTo(created);
        assertThat(Long.parseLong(changed)).isGreaterThan(Long.parseLong(created));
        assertThat(stale.code()).isEqualTo(409);
        assertThat(stale.message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"v\": the object has been modified; please"
                        + " apply your changes to the latest version and try again");
    }

    @Test
    void patchesInFourWays() {
        admin.post(DEPLOYMENTS, deployment("patched"));
        String url = DEPLOYMENTS + "/patched";

        assertThat(admin.patch(url, MERGE, "{\"spec\":{\"replicas\":3}}")
                        .json()
                        .path("spec")
                        .path("replicas")
                        .asInt(0))
                .isEqualTo(3);
        assertThat(admin.patch(url, JSON_PATCH, "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]")
                        .json()
                        .path("metadata")
                        .path("generation")
                        .asInt(0))
                .isEqualTo(3);
        JsonNode merged = admin.patch(
                        url,
                        STRATEGIC,
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"d\",\"image\":\"j\"}]}}}}")
                .json();
        HttpsClient.Answer applied = admin.patch(url + "?fieldManager=m&force=true", APPLY, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: patched}
                spec: {replicas: 7}
                """);

        assertThat(merged.path("spec")
                        .path("template")
                        .path("spec")
                        .path("containers")
                        .size())
                .isEqualTo(2);
        assertThat(applied.json().path("spec").path("replicas").asInt(0)).isEqualTo(7);
        assertThat(admin.patch(url, APPLY, "{}").code()).isEqualTo(422);
        assertThat(admin.patch(url, "text/plain", "{}").message()).isEqualTo("415: Unsupported Media Type");
        assertThat(admin.patch(url + "?force=true", MERGE, "{}").code()).isEqualTo(422);
        assertThat(admin.patch(DEPLOYMENTS + "/none", MERGE, "{}").code()).isEqualTo(404);
        assertThat(admin.patch(url, MERGE, "{\"metadata\":{\"resourceVersion\":\"1\"}}")
                        .code())
                .isEqualTo(409);
    }

    @Test
    void saysWhoseFieldAnApplyWouldTake() {
        String apply = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"owned\"},"
                + "\"data\":{\"a\":\"%s\"}}";

        HttpsClient.Answer first = admin.patch(MAPS + "/owned?fieldManager=m1", APPLY, apply.formatted("1"));
        HttpsClient.Answer second = admin.patch(MAPS + "/owned?fieldManager=m2", APPLY, apply.formatted("2"));

        assertThat(first.code()).isEqualTo(201);
        assertThat(second.code()).isEqualTo(409);
        assertThat(second.message()).isEqualTo("Apply failed with 1 conflict: conflict with \"m1\": .data.a");
    }

    @Test
    void losesNoPatchToARace() {
        admin.post(MAPS, "{\"metadata\":{\"name\":\"raced\"}}");

        List<Integer> codes = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> admin.patch(MAPS + "/raced", MERGE, "{\"data\":{\"k" + i + "\":\"v\"}}")
                        .code())
                .toList();

        assertThat(codes).containsOnly(200);
        assertThat(admin.get(MAPS + "/raced").json().path("data").size()).isEqualTo(8);
    }

    @Test
    void scalesAndKeepsStatusApart() {
        admin.post(DEPLOYMENTS, deployment("scaled"));
        String url = DEPLOYMENTS + "/scaled";

        JsonNode scale = admin.patch(url + "/scale", MERGE, "{\"spec\":{\"replicas\":5}}")
                .json();
        admin.patch(url + "/status", MERGE, "{\"status\":{\"replicas\":2},\"spec\":{\"replicas\":9}}");
        JsonNode object = admin.get(url).json();

        assertThat(scale.path("kind").asString("")).isEqualTo("Scale");
        assertThat(scale.path("status").path("selector").asString("")).isEqualTo("a=b");
        assertThat(object.path("spec").path("replicas").asInt(0)).isEqualTo(5);
        assertThat(object.path("status").path("replicas").asInt(0)).isEqualTo(2);
    }

    @Test
    void deletesAsTheOptionsSay() {
        admin.post(MAPS, "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.io/hold\"]}}");
        admin.post(MAPS, "{\"metadata\":{\"name\":\"free\"}}");

        JsonNode held = admin.delete(MAPS + "/held").json();
        JsonNode dry = admin.delete(MAPS + "/free", "{\"dryRun\":[\"All\"]}").json();
        HttpsClient.Answer wrongUid = admin.delete(MAPS + "/free", "{\"preconditions\":{\"uid\":\"x\"}}");
        JsonNode free = admin.delete(MAPS + "/free").json();
        HttpsClient.Answer released = admin.patch(MAPS + "/held", MERGE, "{\"metadata\":{\"finalizers\":null}}");

        assertThat(held.path("metadata").path("deletionTimestamp").asString("")).isNotEmpty();
        assertThat(dry.path("status").asString("")).isEqualTo("Success");
        assertThat(wrongUid.code()).isEqualTo(409);
        assertThat(free.path("status").asString("")).isEqualTo("Success");
        assertThat(free.path("details").path("kind").asString("")).isEqualTo("configmaps");
        assertThat(released.code()).isEqualTo(200);
        assertThat(admin.get(MAPS + "/held").code()).isEqualTo(404);
        assertThat(admin.delete("/api/v1/namespaces/kube-system").code()).isEqualTo(403);
    }

    @Test
    void deletesACollection() {
        for (int i = 0; i < 3; i++) {
            admin.post(MAPS, "{\"metadata\":{\"name\":\"batch" + i + "\",\"labels\":{\"batch\":\"1\"}}}");
        }

        JsonNode deleted = admin.delete(MAPS + "?labelSelector=batch%3D1").json();

        assertThat(deleted.path("kind").asString("")).isEqualTo("ConfigMapList");
        assertThat(deleted.path("items").size()).isEqualTo(3);
        assertThat(admin.get(MAPS + "/batch0").code()).isEqualTo(404);
    }

    @Test
    void endsANamespaceWithItsContent() {
        admin.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"doomed\"}}");
        String maps = "/api/v1/namespaces/doomed/configmaps";
        admin.post(maps, "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.io/hold\"]}}");

        admin.delete("/api/v1/namespaces/doomed");
        await().untilAsserted(() -> assertThat(admin.get(maps + "/held")
                        .json()
                        .path("metadata")
                        .path("deletionTimestamp")
                        .asString(""))
                .isNotEmpty());
        HttpsClient.Answer refused = admin.post(maps, "{\"metadata\":{\"name\":\"late\"}}");
        admin.patch(maps + "/held", MERGE, "{\"metadata\":{\"finalizers\":null}}");

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.json()
                        .path("details")
                        .path("causes")
                        .path(0)
                        .path("reason")
                        .asString(""))
                .isEqualTo("NamespaceTerminating");
        await().untilAsserted(() ->
                assertThat(admin.get("/api/v1/namespaces/doomed").code()).isEqualTo(404));
    }

    @Test
    void servesWhatADefinitionDescribes() {
        String definition = """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"gears.example.io"},
                 "spec":{"group":"example.io","scope":"Namespaced",
                  "names":{"kind":"Gear","plural":"gears"},
                  "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
                   "additionalPrinterColumns":[{"name":"Teeth","type":"integer","jsonPath":".spec.teeth"}],
                   "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":
                    {"teeth":{"type":"integer","minimum":3,"default":12}}}}}}}]}}""";
        String gears = "/apis/example.io/v1/namespaces/default/gears";
        String gear = "{\"apiVersion\":\"example.io/v1\",\"kind\":\"Gear\",\"metadata\":{\"name\":\"%s\"},\"spec\":%s}";

        admin.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
        await().untilAsserted(() -> assertThat(admin.get(gears).code()).isEqualTo(200));
        JsonNode created = admin.post(gears, gear.formatted("g", "{}")).json();
        HttpsClient.Answer refused = admin.post(gears, gear.formatted("h", "{\"teeth\":1}"));
        HttpsClient.Answer strategic = admin.patch(gears + "/g", STRATEGIC, "{}");

        assertThat(created.path("spec").path("teeth").asInt(0)).isEqualTo(12);
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.message())
                .isEqualTo("Gear.example.io \"h\" is invalid: spec.teeth: Invalid value: 1: spec.teeth in body should"
                        + " be greater than or equal to 3");
        assertThat(strategic.code()).isEqualTo(415);
        assertThat(admin.put(gears + "/g", gear.formatted("g", "{}")).message())
                .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        admin.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gears.example.io");
        await().untilAsserted(() -> assertThat(admin.get(gears).code()).isEqualTo(404));
    }

    @Test
    void givesServicesAddressesOfTheirOwn() {
        String services = "/api/v1/namespaces/default/services";
        String service =
                "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"ports\":[{\"port\":80}],\"selector\":{\"a\":\"b\"}%s}}";

        JsonNode one = admin.post(services, service.formatted("one", "")).json();
        JsonNode two = admin.post(services, service.formatted("two", "")).json();
        JsonNode headless = admin.post(services, service.formatted("three", ",\"clusterIP\":\"None\""))
                .json();
        JsonNode updated =
                admin.put(services + "/one", service.formatted("one", "")).json();

        String address = one.path("spec").path("clusterIP").asString("");
        assertThat(address).startsWith("10.96.");
        assertThat(two.path("spec").path("clusterIP").asString(""))
                .startsWith("10.96.")
                .isNotEqualTo(address);
        assertThat(headless.path("spec").path("clusterIP").asString("")).isEqualTo("None");
        assertThat(updated.path("spec").path("clusterIP").asString("")).isEqualTo(address);
    }

    @Test
    void answersWhoAndWhetherOneMay() {
        String self = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
        String access = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        String question = "{\"spec\":{\"resourceAttributes\":{\"verb\":\"list\",\"resource\":\"pods\"}}}";
        HttpsClient bob = server.client(TestServer.BOB);

        assertThat(bob.post(self, "{}")
                        .json()
                        .path("status")
                        .path("userInfo")
                        .path("username")
                        .asString(""))
                .isEqualTo("bob");
        assertThat(bob.post(access, question)
                        .json()
                        .path("status")
                        .path("allowed")
                        .asBoolean(true))
                .isFalse();
        assertThat(admin.post(access, question)
                        .json()
                        .path("status")
                        .path("allowed")
                        .asBoolean(false))
                .isTrue();
        assertThat(admin.post(access, "{\"spec\":{}}").code()).isEqualTo(422);
    }

    private static String version(HttpsClient.Answer answer) {
        return answer.json().path("metadata").path("resourceVersion").asString("");
    }
}
