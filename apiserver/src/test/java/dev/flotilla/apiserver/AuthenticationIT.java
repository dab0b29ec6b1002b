package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticationIT {
    private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    private TestServer server;
    private HttpsClient admin;

    @BeforeAll
    void start() {
        server = new TestServer();
        admin = server.admin();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String account(String name) {
        HttpsClient.Answer made = admin.post(
                ACCOUNTS,
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"" + name + "\"}}");
        assertThat(made.code()).as(made.text()).isEqualTo(201);
        return made.json().at("/metadata/uid").asString();
    }

    private HttpsClient.Answer request(String account, String spec) {
        return admin.post(ACCOUNTS + "/" + account + "/token", "{\"spec\":" + spec + "}");
    }

    private String token(String account, String spec) {
        HttpsClient.Answer answer = request(account, spec);
        assertThat(answer.code()).as(answer.text()).isEqualTo(201);
        return answer.json().at("/status/token").asString();
    }

    private HttpsClient.Answer whoIs(String token) {
        return server.client(token).post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
    }

    private HttpsClient.Answer review(String token, String audiences) {
        return admin.post(
                "/apis/authentication.k8s.io/v1/tokenreviews",
                "{\"spec\":{\"token\":\"" + token + "\",\"audiences\":" + audiences + "}}");
    }

    @Test
    void aServiceAccountIsKnownByItsTokenUntilItIsGone() {
        String uid = account("robot");
        String token = token("robot", "{}");

        HttpsClient.Answer known = whoIs(token);
        assertThat(known.code()).isEqualTo(201);
        assertThat(known.json().at("/status/userInfo/username").asString())
                .isEqualTo("system:serviceaccount:default:robot");
        assertThat(known.json().at("/status/userInfo/uid").asString()).isEqualTo(uid);
        assertThat(known.json().at("/status/userInfo/groups").toString())
                .isEqualTo("[\"system:serviceaccounts\",\"system:serviceaccounts:default\",\"system:authenticated\"]");

        admin.delete(ACCOUNTS + "/robot");
        assertThat(whoIs(token).code()).isEqualTo(401);
        account("robot");
        assertThat(whoIs(token).code()).as("another of the same name").isEqualTo(401);
    }

    @Test
    void othersCanVerifyATokenByThePublishedKeys() throws Exception {
        account("issued");
        SignedJWT token = SignedJWT.parse(token("issued", "{\"audiences\":[\"vault\"]}"));

        HttpsClient.Answer configuration = admin.get("/.well-known/openid-configuration");
        assertThat(configuration.header("cache-control")).isEqualTo("public, max-age=3600");
        assertThat(configuration.json().path("issuer").asString())
                .isEqualTo(token.getJWTClaimsSet().getIssuer());
        String keysUrl = configuration.json().path("jwks_uri").asString();
        HttpsClient.Answer keys = admin.get(URI.create(keysUrl).getPath());
        assertThat(keys.header("content-type")).isEqualTo("application/jwk-set+json");
        JWKSet published = JWKSet.parse(keys.text());

        assertThat(token.verify(new RSASSAVerifier(
                        published.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("vault");
        assertThat(published.getKeys()).noneMatch(key -> key.isPrivate());
    }

    @Test
    void aTokenForAnotherAudienceIsNoneForTheServer() {
        account("elsewhere");
        String token = token("elsewhere", "{\"audiences\":[\"vault\"]}");

        assertThat(whoIs(token).code()).isEqualTo(401);
        assertThat(review(token, "[]").json().at("/status/error").asString())
                .contains("token audiences [\"vault\"] is invalid for the target audiences");
        assertThat(review(token, "[\"vault\",\"x\"]")
                        .json()
                        .at("/status/audiences")
                        .toString())
                .isEqualTo("[\"vault\"]");
    }

    @Test
    void aTokenBoundToAnObjectGoesWithIt() {
        account("bound");
        HttpsClient.Answer secret =
                admin.post(SECRETS, "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"anchor\"}}");
        assertThat(secret.code()).isEqualTo(201);
        String ref = "{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"name\":\"anchor\"}}";
        String token = token("bound", ref);
        assertThat(whoIs(token).code()).isEqualTo(201);

        admin.delete(SECRETS + "/anchor");

        assertThat(whoIs(token).code()).isEqualTo(401);
        assertThat(review(token, "[]").json().at("/status/error").asString())
                .isEqualTo("[invalid bearer token, service account token has been invalidated]");
        assertThat(request("bound", ref).message()).isEqualTo("secrets \"anchor\" not found");
    }

    @Test
    void aForgedTokenIsRefused() {
        account("victim");
        String token = token("victim", "{}");
        String[] parts = token.split("\\.");
        String claims =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("victim", "admin!");
        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
        String unsigned = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[1] + ".";

        assertThat(whoIs(forged).code()).isEqualTo(401);
        assertThat(whoIs(unsigned).code()).isEqualTo(401);
        assertThat(whoIs(token).code()).isEqualTo(201);
    }

    @Test
    void aSecretIsFilledWithATokenAndTheTokenGoesWithIt() {
        account("classic");
        HttpsClient.Answer made = admin.post(SECRETS, """
                {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token","metadata":{"name":"classic",
                 "annotations":{"kubernetes.io/service-account.name":"classic"}}}""");
        assertThat(made.code()).as(made.text()).isEqualTo(201);

        await().untilAsserted(() -> assertThat(
                        admin.get(SECRETS + "/classic").json().at("/data/token").asString(""))
                .isNotEmpty());
        HttpsClient.Answer filled = admin.get(SECRETS + "/classic");
        String token = new String(
                Base64.getDecoder().decode(filled.json().at("/data/token").asString()), StandardCharsets.US_ASCII);
        assertThat(filled.json().at("/data").has("ca.crt")).isTrue();
        assertThat(filled.json().at("/data/namespace").asString()).isEqualTo("ZGVmYXVsdA==");
        assertThat(whoIs(token).json().at("/status/userInfo/username").asString())
                .isEqualTo("system:serviceaccount:default:classic");

        admin.delete(ACCOUNTS + "/classic");
        await().untilAsserted(
                        () -> assertThat(admin.get(SECRETS + "/classic").code()).isEqualTo(404));
        assertThat(whoIs(token).code()).isEqualTo(401);
    }

    @Test
    void whoJoinsIsKnownByABootstrapToken() {
        HttpsClient.Answer made = admin.post("/api/v1/namespaces/kube-system/secrets", """
                {"apiVersion":"v1","kind":"Secret","type":"bootstrap.kubernetes.io/token",
                 "metadata":{"name":"bootstrap-token-abcdef"},
                 "stringData":{"token-id":"abcdef","token-secret":"0123456789abcdef",
                  "usage-bootstrap-authentication":"true","expiration":"2126-01-01T00:00:00Z",
                  "auth-extra-groups":"system:bootstrappers:members"}}""");
        assertThat(made.code()).as(made.text()).isEqualTo(201);

        HttpsClient.Answer known = whoIs("abcdef.0123456789abcdef");

        assertThat(known.json().at("/status/userInfo/username").asString()).isEqualTo("system:bootstrap:abcdef");
        assertThat(known.json().at("/status/userInfo/groups").toString())
                .isEqualTo("[\"system:bootstrappers\",\"system:bootstrappers:members\",\"system:authenticated\"]");
        assertThat(whoIs("abcdef.0123456789abcdee").code()).isEqualTo(401);
        admin.patch(
                "/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef",
                "application/merge-patch+json",
                "{\"stringData\":{\"expiration\":\"2020-01-01T00:00:00Z\"}}");
        assertThat(whoIs("abcdef.0123456789abcdef").code()).isEqualTo(401);
    }

    @Test
    void aBadTokenIsRefusedEvenWhereStrangersAreWelcome() {
        assertThat(server.anonymous().get("/version").code()).isEqualTo(200);
        assertThat(server.client("bad").get("/version").code()).isEqualTo(401);
        assertThat(server.client("bad").get("/version").message()).isEqualTo("Unauthorized");
        HttpsClient.Answer warned = server.anonymous()
                .send(server.anonymous()
                        .request("/version")
                        .header("Authorization", "Bearer  bad")
                        .GET());
        assertThat(warned.code()).isEqualTo(200);
        assertThat(warned.header("warning")).contains("extra space before the bearer token");
    }

    @Test
    void aWebSocketMayBearItsTokenInASubprotocol() {
        account("browser");
        String protocol = "base64url.bearer.authorization.k8s.io."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(TestServer.ADMIN.getBytes(StandardCharsets.UTF_8));
        assertThat(upgrade(protocol, "x")).isEqualTo(101);
        assertThat(upgrade("base64url.bearer.authorization.k8s.io.YmFk", "x")).isEqualTo(401);
        assertThat(upgrade(protocol)).as("nothing left to agree on").isEqualTo(401);
    }

    private int upgrade(String protocol, String... others) {
        try (HttpClient client = HttpsClient.trustingClient(server.authority)) {
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols(protocol, others)
                    .buildAsync(
                            URI.create(server.url().replace("https:", "wss:")
                                    + "/api/v1/namespaces?watch=true&timeoutSeconds=1"),
                            new WebSocket.Listener() {})
                    .join();
            socket.abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused
                    && refused.getResponse() != null) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }
}
