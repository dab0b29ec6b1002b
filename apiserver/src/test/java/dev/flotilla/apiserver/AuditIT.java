package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.audit.AuditLog;
import dev.flotilla.apiserver.audit.AuditPolicy;
import dev.flotilla.apiserver.audit.AuditPolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

class AuditIT {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private TestServer server(AuditPolicy policy) {
        return new TestServer(builder -> builder.security(builder.security()
                .with(new AuditLog(policy, event -> lines.add(new String(event, StandardCharsets.UTF_8))))));
    }

    private static AuditPolicy policy(String rules) {
        return AuditPolicyReader.read(
                ("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n" + rules).getBytes(StandardCharsets.UTF_8));
    }

    private Stream<JsonNode> events(String stage) {
        return lines.stream()
                .map(line -> ObjectJson.mapper().readTree(line))
                .filter(event -> event.path("stage").asString().equals(stage));
    }

    @Test
    void writesDownWhoDidWhatToWhichObjectAndHowItEnded() {
        try (TestServer server = server(policy("- {level: RequestResponse, omitManagedFields: true}\n"))) {
            HttpsClient.Answer made = server.admin()
                    .send(server.admin()
                            .request(CONFIG_MAPS + "?fieldManager=test")
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "tester/1.0")
                            .header("Audit-ID", "my-own-id")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("""
                                    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}""")));
            assertThat(made.code()).isEqualTo(201);
            assertThat(made.header("audit-id")).isEqualTo("my-own-id");

            JsonNode received = events("RequestReceived").findFirst().orElseThrow();
            assertThat(received.has("requestObject")).isFalse();
            JsonNode event = events("ResponseComplete").findFirst().orElseThrow();
            assertThat(event.path("auditID").asString()).isEqualTo("my-own-id");
            assertThat(event.path("level").asString()).isEqualTo("RequestResponse");
            assertThat(event.path("verb").asString()).isEqualTo("create");
            assertThat(event.path("requestURI").asString()).isEqualTo(CONFIG_MAPS + "?fieldManager=test");
            assertThat(event.at("/user/username").asString()).isEqualTo("admin");
            assertThat(event.path("sourceIPs").toString()).isEqualTo("[\"127.0.0.1\"]");
            assertThat(event.path("userAgent").asString()).isEqualTo("tester/1.0");
            assertThat(event.path("objectRef").toString())
                    .isEqualTo(
                            "{\"resource\":\"configmaps\",\"namespace\":\"default\",\"name\":\"a\",\"apiVersion\":\"v1\"}");
            assertThat(event.at("/responseStatus/code").asInt()).isEqualTo(201);
            assertThat(event.at("/requestObject/data/k").asString()).isEqualTo("v");
            assertThat(event.at("/responseObject/metadata/uid").asString()).isNotEmpty();
            assertThat(event.at("/responseObject/metadata").has("managedFields"))
                    .isFalse();
            assertThat(event.at("/annotations/authorization.k8s.io~1decision").asString())
                    .isEqualTo("allow");
        }
    }

    @Test
    void writesDownWhoWasRefusedAndWhy() {
        try (TestServer server = server(policy("- {level: Metadata, omitStages: [RequestReceived]}\n"))) {
            assertThat(server.client(TestServer.BOB).get(SECRETS).code()).isEqualTo(403);
            assertThat(server.client("nobody's").get(SECRETS).code()).isEqualTo(401);

            List<JsonNode> events = events("ResponseComplete").toList();
            assertThat(events.getFirst()
                            .at("/annotations/authorization.k8s.io~1decision")
                            .asString())
                    .isEqualTo("forbid");
            assertThat(events.getFirst().at("/responseStatus/reason").asString())
                    .isEqualTo("Forbidden");
            assertThat(events.getFirst().at("/user/username").asString()).isEqualTo("bob");
            assertThat(events.getLast().at("/responseStatus/code").asInt()).isEqualTo(401);
            assertThat(events.getLast().at("/user").isEmpty()).isTrue();
        }
    }

    @Test
    void aWatchIsWrittenDownWhenItBeginsAndWhenItEnds() {
        try (TestServer server = server(policy("- {level: Metadata, omitStages: [RequestReceived]}\n"))) {
            try (Stream<JsonNode> _ = server.admin().watch(CONFIG_MAPS + "?watch=true&timeoutSeconds=30")) {
                await().untilAsserted(
                                () -> assertThat(events("ResponseStarted")).hasSize(1));
                assertThat(events("ResponseComplete")).isEmpty();
            }
            await().untilAsserted(() -> assertThat(events("ResponseComplete"))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.path("verb").asString()).isEqualTo("watch")));
        }
    }

    @Test
    void noSecretReachesALogOrTheAuditLog() {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Level before = root.getLevel();
        root.addAppender(logged);
        root.setLevel(Level.DEBUG);
        String token;
        try (TestServer server = server(AuditPolicy.byDefault())) {
            HttpsClient admin = server.admin();
            String object = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"},"
                    + "\"stringData\":{\"password\":\"canary-value\"}}";
            assertThat(admin.post(SECRETS, object).code()).isEqualTo(201);
            admin.post(SECRETS, object);
            admin.put(SECRETS + "/s", object.replace("}}", "},\"immutable\":\"canary-not-a-boolean\"}"));
            admin.patch(SECRETS + "/s", "application/merge-patch+json", "{\"stringData\":{\"a\":\"canary-patch\"}}");
            admin.patch(SECRETS + "/s", "application/merge-patch+json", "{\"data\":{\"a\":\"canary not base64\"}}");
            admin.get(SECRETS + "/s");
            admin.get(SECRETS);
            server.client("canary-bad-token").get(SECRETS);
            server.client("canary-a.canary-b.canary-c").get(SECRETS);
            admin.post(
                    "/apis/authentication.k8s.io/v1/tokenreviews", "{\"spec\":{\"token\":\"canary-reviewed-token\"}}");
            admin.post("/api/v1/namespaces/default/serviceaccounts", """
                    {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"canarybird"}}""");
            token = admin.post("/api/v1/namespaces/default/serviceaccounts/canarybird/token", "{}")
                    .json()
                    .at("/status/token")
                    .asString();
            server.client(token).get(SECRETS);
            server.client(token + "x").get(SECRETS);
        } finally {
            root.setLevel(before);
            root.detachAppender(logged);
        }

        assertThat(lines).hasSizeGreaterThan(10);
        List<String> all = Stream.concat(
                        lines.stream(),
                        List.copyOf(logged.list).stream()
                                .filter(event -> event.getLoggerName().startsWith("dev.flotilla"))
                                .map(event -> event.getFormattedMessage()
                                        + event.getKeyValuePairs()
                                        + event.getThrowableProxy()))
                .toList();
        assertThat(all)
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain("canary-")
                        .doesNotContain("canary not")
                        .doesNotContain("Y2FuYXJ5")
                        .doesNotContain(token));
    }
}
