package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadContractIT {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static TestServer server;
    private static HttpsClient admin;

    @BeforeAll
    static void start() {
        server = new TestServer();
        admin = server.admin();
        for (int i = 0; i < 5; i++) {
            assertThat(admin.post(MAPS, """
                    {"metadata":{"name":"m%d","labels":{"n":"%d","app":"x"}},"data":{"a":"b"}}""".formatted(i, i)).code()).isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyAnswerBearsAnAuditIdAndIsNotCached() {
        HttpsClient.Answer answer = admin.get("/version");

        assertThat(answer.header("Audit-Id")).isNotEmpty();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, private");
        assertThat(answer.json().path("gitVersion").asString("")).startsWith("v1.36.");
    }

    @Test
    void speaksHttp2ToWhoCan() {
        assertThat(admin.get("/version").response().version().name()).isEqualTo("HTTP_2");
    }

    @Test
    void strangersSeeHealthAndVersionAlone() {
        HttpsClient stranger = server.anonymous();

        assertThat(stranger.get("/version").code()).isEqualTo(200);
        assertThat(stranger.get("/readyz").text()).isEqualTo("ok");
        assertThat(stranger.get("/livez/ping").code()).isEqualTo(403);
        assertThat(stranger.get("/api").message())
                .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/api\"");
        assertThat(stranger.get(MAPS).code()).isEqualTo(403);
        assertThat(server.client("wrong").get("/version").code()).isEqualTo(401);
    }

    @Test
    void saysWhoMayNotDoWhat() {
        HttpsClient bob = server.client(TestServer.BOB);

        assertThat(bob.get("/apis").code()).isEqualTo(200);
        assertThat(bob.get("/api/v1/pods").message())
                .isEqualTo("pods is forbidden: User \"bob\" cannot list resource \"pods\" in API group \"\" at the"
                        + " cluster scope");
        assertThat(bob.put("/apis/apps/v1/namespaces/default/deployments/d/status", "{}")
                        .message())
                .isEqualTo("deployments.apps \"d\" is forbidden: User \"bob\" cannot update resource"
                        + " \"deployments/status\" in API group \"apps\" in the namespace \"default\"");
        assertThat(bob.get("/metrics").message()).isEqualTo("forbidden: User \"bob\" cannot get path \"/metrics\"");
    }

    @Test
    void unknownPathsAreNotFoundInPlainText() {
        for (String path : List.of("/foo", "/apis/nosuch/v1/things", "/apis/apps/v9")) {
            HttpsClient.Answer answer = admin.get(path);
            assertThat(answer.code()).as(path).isEqualTo(404);
            assertThat(answer.text()).as(path).isEqualTo("404 page not found\n");
        }
    }

    @Test
    void unknownResourcesOfKubernetesOwnGroupsAreNotFoundInAStatus() {
        for (String path : List.of("/api/v1/nosuch", "/apis/apps/v1/namespaces/default/nosuch/a")) {
            HttpsClient.Answer answer = admin.get(path);
            assertThat(answer.code()).as(path).isEqualTo(404);
            assertThat(answer.message()).as(path).isEqualTo("the server could not find the requested resource");
        }
    }

    @Test
    void namesWhatIsNotThere() {
        HttpsClient.Answer answer = admin.get("/apis/apps/v1/namespaces/default/deployments/zz");

        assertThat(answer.code()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("deployments.apps \"zz\" not found");
        assertThat(answer.json().path("details").toString())
                .isEqualTo("{\"name\":\"zz\",\"group\":\"apps\",\"kind\":\"deployments\"}");
    }

    @Test
    void listsPageByPageFromOneSnapshot() {
        HttpsClient.Answer first = admin.get(MAPS + "?limit=2&labelSelector=");
        String version = first.json().path("metadata").path("resourceVersion").asString("");
        String token = first.json().path("metadata").path("continue").asString("");
        admin.post(MAPS, "{\"metadata\":{\"name\":\"m1b\"}}");
        admin.delete(MAPS + "/m1b");
        admin.post(MAPS, "{\"metadata\":{\"name\":\"m9\"}}");

        List<String> names = new ArrayList<>(names(first.json()));
        assertThat(first.json().path("metadata").path("remainingItemCount").asInt(0))
                .isEqualTo(4);
        while (!token.isEmpty()) {
            JsonNode page = admin.get(MAPS + "?limit=2&continue=" + token).json();
            assertThat(page.path("metadata").path("resourceVersion").asString(""))
                    .isEqualTo(version);
            names.addAll(names(page));
            token = page.path("metadata").path("continue").asString("");
        }
        admin.delete(MAPS + "/m9");

        assertThat(names).containsExactly("kube-root-ca.crt", "m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void sendsAnyContinuedListOnWhenItsSnapshotIsForgotten() {
        String forgotten = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"ns\":\"default\",\"start\":\"m2\"}"
                        .getBytes(StandardCharsets.UTF_8));

        HttpsClient.Answer gone = admin.get(MAPS + "?limit=1&continue=" + forgotten);
        String elsewhere = gone.json().path("metadata").path("continue").asString("");
        HttpsClient.Answer rest = admin.get(MAPS + "?continue=" + elsewhere);

        assertThat(gone.code()).isEqualTo(410);
        assertThat(gone.json().path("reason").asString("")).isEqualTo("Expired");
        assertThat(names(rest.json())).contains("m3", "m4").doesNotContain("m0", "m2");
    }

    @Test
    void selectsByLabelsAndFields() {
        assertThat(names(admin.get(MAPS + "?labelSelector=n%20in%20(1,3)").json()))
                .containsExactly("m1", "m3");
        assertThat(names(admin.get(MAPS + "?labelSelector=app%3Dx,n!%3D1,n%3E2").json()))
                .containsExactly("m3", "m4");
        assertThat(names(admin.get(MAPS + "?fieldSelector=metadata.name%3Dm2").json()))
                .containsExactly("m2");
        assertThat(admin.get(MAPS + "?fieldSelector=data.k%3Dx").message())
                .isEqualTo("\"data.k\" is not a known field selector: only \"metadata.name\","
                        + " \"metadata.namespace\"");
        assertThat(admin.get(MAPS + "?labelSelector=a%20in%20b").message())
                .isEqualTo("unable to parse requirement: found 'b' expected: '('");
        assertThat(admin.get(MAPS + "?fieldSelector=x").message())
                .isEqualTo("invalid selector: 'x'; can't understand 'x'");
    }

    @Test
    void refusesListParametersThatMakeNoSense() {
        assertThat(admin.get(MAPS + "?resourceVersion=abc").code()).isEqualTo(400);
        assertThat(admin.get(MAPS + "?limit=abc").code()).isEqualTo(400);
        assertThat(admin.get(MAPS + "?continue=abc").message()).startsWith("invalid continue token");
        assertThat(admin.get(MAPS + "?resourceVersionMatch=Exact").code()).isEqualTo(422);
        assertThat(admin.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=0")
                        .code())
                .isEqualTo(422);
    }

    @Test
    void doesNotKnowTheFuture() {
        HttpsClient.Answer answer = admin.get(MAPS + "?resourceVersion=99999999");

        assertThat(answer.code()).isEqualTo(504);
        assertThat(answer.message()).startsWith("Timeout: Too large resource version: 99999999, current: ");
        assertThat(answer.json()
                        .path("details")
                        .path("causes")
                        .path(0)
                        .path("reason")
                        .asString(""))
                .isEqualTo("ResourceVersionTooLarge");
        assertThat(answer.json().path("details").path("retryAfterSeconds").asInt(0))
                .isEqualTo(1);
    }

    @Test
    void printsTables() {
        JsonNode table = admin.get(
                        MAPS + "?labelSelector=n%3D1", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
                .json();

        assertThat(table.path("kind").asString("")).isEqualTo("Table");
        assertThat(table.path("columnDefinitions")
                        .valueStream()
                        .map(each -> each.path("name").asString("")))
                .containsExactly("Name", "Data", "Age");
        assertThat(table.path("rows").path(0).path("cells").path(1).asInt(0)).isEqualTo(1);
        assertThat(table.path("rows").path(0).path("object").path("kind").asString(""))
                .isEqualTo("PartialObjectMetadata");
    }

    @Test
    void refusesMediaTypesItCannotGive() {
        assertThat(admin.get(MAPS, "application/xml").code()).isEqualTo(406);
        assertThat(admin.get(MAPS + "/m1", "application/yaml").header("Content-Type"))
                .isEqualTo("application/yaml");
        assertThat(admin.get(MAPS, "application/vnd.kubernetes.protobuf,application/json")
                        .code())
                .isEqualTo(200);
    }

    @Test
    void tellsWhatItServesInBothForms() {
        String aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        HttpsClient.Answer all = admin.get("/apis", aggregated);
        HttpsClient.Answer again = admin.send(admin.request("/apis")
                .header("Accept", aggregated)
                .header("If-None-Match", all.header("ETag"))
                .GET());

        assertThat(all.header("Content-Type"))
                .isEqualTo("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(all.json()
                        .path("items")
                        .valueStream()
                        .map(each -> each.path("metadata").path("name").asString("")))
                .contains("apps", "batch", "policy.karmada.io", "apiextensions.k8s.io");
        assertThat(again.code()).isEqualTo(304);
        assertThat(admin.get("/apis/apps/v1")
                        .json()
                        .path("resources")
                        .valueStream()
                        .map(each -> each.path("name").asString("")))
                .contains("deployments", "deployments/scale", "deployments/status");
        assertThat(admin.get("/apis").json().path("kind").asString("")).isEqualTo("APIGroupList");
        assertThat(admin.get("/api").json().path("versions").path(0).asString(""))
                .isEqualTo("v1");
    }

    @Test
    void describesEveryGroupVersionInOpenApi() {
        JsonNode index = admin.get("/openapi/v3").json().path("paths");
        String url = index.path("apis/apps/v1").path("serverRelativeURL").asString("");
        HttpsClient.Answer document = admin.get(url);
        JsonNode schemas = document.json().path("components").path("schemas");

        assertThat(document.header("Cache-Control")).isEqualTo("public, immutable");
        assertThat(schemas.path("io.k8s.api.core.v1.PodSpec")
                        .path("properties")
                        .path("containers")
                        .path("x-kubernetes-patch-merge-key")
                        .asString(""))
                .isEqualTo("name");
        assertThat(index.properties().stream()
                        .map(each -> each.getValue().path("serverRelativeURL").asString("")))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(admin.get(each).code()).isEqualTo(200));
    }

    @Test
    void countsRequests() {
        admin.get(MAPS + "/m1");

        assertThat(server.meters
                        .get("apiserver.request.duration")
                        .tag("verb", "get")
                        .tag("resource", "configmaps")
                        .tag("code", "200")
                        .timer()
                        .count())
                .isPositive();
    }

    private static List<String> names(JsonNode list) {
        return list.path("items")
                .valueStream()
                .map(item -> item.path("metadata").path("name").asString(""))
                .toList();
    }
}
