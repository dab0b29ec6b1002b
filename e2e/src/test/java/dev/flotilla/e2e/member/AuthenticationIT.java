package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.conformance.Section;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who asks, and what their tokens are worth (apiserver.md §5). */
@MemberContract
@Section("5")
record AuthenticationIT(Member member) {
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String SELF = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A namespace with a service account {@code robot}. */
    private Namespace furnished() {
        Namespace in = Namespace.in(member);
        post(in.core("serviceaccounts"), "{\"metadata\":{\"name\":\"robot\"}}").expect(201);
        return in;
    }

    private Answer post(String path, String body) {
        return member.api().send("POST", path, Api.JSON, body);
    }

    private Answer request(Namespace in, String spec) {
        return post(in.core("serviceaccounts/robot/token"), spec);
    }

    private String token(Namespace in, String spec) {
        return request(in, spec).expect(201).text("/status/token");
    }

    private Answer bearing(String authorization, String path) {
        return member.api().anonymously(member.api().request(path).header("Authorization", authorization));
    }

    private Answer whoIs(String token) {
        return member.api()
                .anonymously(member.api()
                        .request(SELF)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", Api.JSON)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}")));
    }

    private Answer review(String token, String audiences) {
        return post(REVIEWS, "{\"spec\":{\"token\":\"" + token + "\",\"audiences\":" + audiences + "}}")
                .expect(201);
    }

    private static JsonNode claims(String token) {
        return ObjectJson.mapper()
                .readTree(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    @Test
    void aTokenSaysWhoseItIsAndForHowLong() {
        Namespace in = furnished();
        Answer answer = request(in, "{\"spec\":{\"audiences\":[\"a\",\"b\"],\"expirationSeconds\":600}}")
                .expect(201);

        JsonNode claims = claims(answer.text("/status/token"));
        assertThat(claims.path("aud").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(600);
        assertThat(claims.path("nbf").asLong()).isEqualTo(claims.path("iat").asLong());
        assertThat(claims.path("iss").asString()).isEqualTo("https://kubernetes.default.svc.cluster.local");
        assertThat(claims.path("sub").asString()).isEqualTo("system:serviceaccount:" + in.name() + ":robot");
        assertThat(claims.at("/kubernetes.io/namespace").asString()).isEqualTo(in.name());
        assertThat(claims.at("/kubernetes.io/serviceaccount/name").asString()).isEqualTo("robot");
        assertThat(claims.at("/kubernetes.io/serviceaccount/uid").asString()).isEqualTo(answer.uid());
        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder("aud", "exp", "iat", "iss", "jti", "kubernetes.io", "nbf", "sub");
        assertThat(answer.text("/metadata/name")).isEqualTo("robot");
        assertThat(answer.text("/metadata/namespace")).isEqualTo(in.name());
        assertThat(answer.at("/spec/expirationSeconds").asLong()).isEqualTo(600);
    }

    @Test
    void aRequestForATokenIsRefusedInKubernetesWords() {
        Namespace in = furnished();
        assertRefused(
                request(in, "{\"spec\":{\"expirationSeconds\":10}}"),
                422,
                "Invalid",
                "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 10: may not"
                        + " specify a duration less than 10 minutes");
        assertRefused(
                request(in, "{\"spec\":{\"expirationSeconds\":99999999999}}"),
                422,
                "Invalid",
                "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 99999999999:"
                        + " may not specify a duration larger than 2^32 seconds");
        assertRefused(
                request(in, "{\"metadata\":{\"name\":\"other\"}}"),
                422,
                "Invalid",
                "TokenRequest.authentication.k8s.io \"robot\" is invalid: metadata.name: Invalid value: \"other\": must"
                        + " match the service account name if specified");
        assertRefused(
                post(in.core("serviceaccounts/nobody/token"), "{}"),
                404,
                "NotFound",
                "serviceaccounts \"nobody\" not found");
        assertRefused(
                request(in, "{\"spec\":{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"x\"}}}"),
                404,
                "NotFound",
                "pods \"x\" not found");
        assertRefused(
                request(
                        in,
                        "{\"spec\":{\"boundObjectRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"x\"}}}"),
                400,
                "BadRequest",
                "cannot bind token to object of type apps/v1, Kind=Deployment");
        assertRefused(
                request(
                        in,
                        "{\"spec\":{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"x\"}}}"),
                400,
                "BadRequest",
                "cannot bind token to object of type /v1, Kind=ConfigMap");
    }

    @Test
    void aRequestForAnotherAccountOfTheNameConflicts() {
        Namespace in = furnished();
        String uid = member.api().get(in.core("serviceaccounts/robot")).uid();

        assertRefused(
                request(in, "{\"metadata\":{\"uid\":\"other\"}}"),
                409,
                "Conflict",
                "Operation cannot be fulfilled on TokenRequest.authentication.k8s.io \"robot\": the UID in the token"
                        + " request (other) does not match the UID of the service account (" + uid + ")");
    }

    @Test
    void aServiceAccountIsKnownByItsToken() {
        Namespace in = furnished();
        Answer known = whoIs(token(in, "{}")).expect(201);

        assertThat(known.text("/status/userInfo/username")).isEqualTo("system:serviceaccount:" + in.name() + ":robot");
        assertThat(known.at("/status/userInfo/groups").toString())
                .isEqualTo("[\"system:serviceaccounts\",\"system:serviceaccounts:" + in.name()
                        + "\",\"system:authenticated\"]");
    }

    @Test
    void aReviewSaysWhoseATokenIs() {
        Namespace in = furnished();
        String token = token(in, "{}");

        Answer review = review(token, "[]");

        assertThat(review.at("/status/authenticated").asBoolean()).isTrue();
        assertThat(review.text("/status/user/username")).isEqualTo("system:serviceaccount:" + in.name() + ":robot");
        assertThat(review.at("/status/user/extra").toString())
                .isEqualTo("{\"authentication.kubernetes.io/credential-id\":[\"JTI="
                        + claims(token).path("jti").asString() + "\"]}");
        assertThat(review.at("/status/audiences").toString())
                .isEqualTo("[\"https://kubernetes.default.svc.cluster.local\"]");
    }

    @Test
    void aReviewSaysWhatIsWrongWithAToken() {
        Namespace in = furnished();
        assertThat(review("bad", "[]").at("/status").toString())
                .isEqualTo("{\"user\":{},\"error\":\"invalid bearer token\"}");
        assertThat(review("a.b.c", "[]").text("/status/error")).isEqualTo("invalid bearer token");
        assertThat(review(token(in, "{}"), "[\"x\"]").text("/status/error"))
                .isEqualTo(
                        "[invalid bearer token, token audiences [\"https://kubernetes.default.svc.cluster.local\"] is"
                                + " invalid for the target audiences [\"x\"]]");
        assertThat(review(token(in, "{\"spec\":{\"audiences\":[\"x\"]}}"), "[\"x\",\"y\"]")
                        .at("/status/audiences")
                        .toString())
                .isEqualTo("[\"x\"]");
        assertRefused(
                post(REVIEWS, "{\"spec\":{}}"),
                400,
                "BadRequest",
                "token is required for TokenReview in authentication");
    }

    @Test
    void aTokenGoesWithWhatItIsBoundTo() {
        Namespace in = furnished();
        post(in.core("secrets"), "{\"metadata\":{\"name\":\"anchor\"}}").expect(201);
        String token = token(
                in, "{\"spec\":{\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"name\":\"anchor\"}}}");
        assertThat(claims(token).at("/kubernetes.io/secret/name").asString()).isEqualTo("anchor");
        whoIs(token).expect(201);

        member.api().delete(in.core("secrets/anchor")).expect(200);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(review(token, "[]").text("/status/error"))
                        .isEqualTo("[invalid bearer token, service account token has been invalidated]"));
    }

    @Test
    void aTokenGoesWithItsAccount() {
        Namespace in = furnished();
        String token = token(in, "{}");
        member.api().delete(in.core("serviceaccounts/robot")).expect(200);

        await().atMost(SOON).untilAsserted(() -> whoIs(token).expect(401));
    }

    @Test
    void aBadTokenIsRefusedEvenWhereStrangersAreWelcome() {
        member.api().anonymously("/version").expect(200);
        Answer refused = bearing("Bearer bad", "/version");
        assertRefused(refused, 401, "Unauthorized", "Unauthorized");
        assertThat(refused.headers().firstValue("www-authenticate")).isEmpty();
        bearing("Basic abc", "/version").expect(200);
        bearing("Bearer", "/version").expect(200);
        assertThat(bearing("Bearer  bad", "/version").expect(200).headers().firstValue("warning"))
                .hasValue("299 - \"the provided Authorization header contains extra space before the bearer token, and"
                        + " is ignored\"");
    }

    @Test
    void aCertificateCountsMoreThanAToken() {
        Namespace in = furnished();
        Answer known = member.api()
                .send(member.api()
                        .request(SELF)
                        .header("Authorization", "Bearer " + token(in, "{}"))
                        .header("Content-Type", Api.JSON)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}")));

        assertThat(known.at("/status/userInfo/groups").toString()).contains("system:masters");
        member.api()
                .send(member.api().request("/version").header("Authorization", "Bearer bad"))
                .expect(200);
    }

    @Test
    void whoJoinsIsKnownByABootstrapToken() {
        Namespace in = furnished();
        String path = "/api/v1/namespaces/kube-system/secrets";
        String id = in.name().substring(in.name().length() - 6).replaceAll("[^a-z0-9]", "0");
        post(path, """
                {"type":"bootstrap.kubernetes.io/token","metadata":{"name":"bootstrap-token-%s"},
                 "stringData":{"token-id":"%s","token-secret":"0123456789abcdef",
                  "usage-bootstrap-authentication":"true","auth-extra-groups":"system:bootstrappers:members"}}""".formatted(id, id)).expect(201);
        try {
            await().atMost(SOON).untilAsserted(() -> {
                Answer known = whoIs(id + ".0123456789abcdef").expect(201);
                assertThat(known.text("/status/userInfo/username")).isEqualTo("system:bootstrap:" + id);
                assertThat(known.at("/status/userInfo/groups").toString())
                        .isEqualTo(
                                "[\"system:bootstrappers\",\"system:bootstrappers:members\",\"system:authenticated\"]");
            });
            whoIs(id + ".0123456789abcdee").expect(401);
        } finally {
            member.api().delete(path + "/bootstrap-token-" + id);
        }
    }

    @Test
    void aSecretIsFilledWithAToken() {
        Namespace in = furnished();
        post(in.core("secrets"), """
                {"type":"kubernetes.io/service-account-token","metadata":{"name":"classic",
                 "annotations":{"kubernetes.io/service-account.name":"robot"}}}""").expect(201);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                member.api().get(in.core("secrets/classic")).text("/data/token"))
                        .isNotEmpty());
        Answer filled = member.api().get(in.core("secrets/classic"));
        String token = new String(Base64.getDecoder().decode(filled.text("/data/token")), StandardCharsets.US_ASCII);
        JsonNode claims = claims(token);
        assertThat(claims.path("iss").asString()).isEqualTo("kubernetes/serviceaccount");
        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "iss",
                        "kubernetes.io/serviceaccount/namespace",
                        "kubernetes.io/serviceaccount/secret.name",
                        "kubernetes.io/serviceaccount/service-account.name",
                        "kubernetes.io/serviceaccount/service-account.uid",
                        "sub");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(whoIs(token).expect(201).text("/status/userInfo/username"))
                        .isEqualTo("system:serviceaccount:" + in.name() + ":robot"));
        assertThat(filled.json().path("data").propertyNames())
                .containsExactlyInAnyOrder("ca.crt", "namespace", "token");
    }

    @Test
    void theIssuerPublishesItsKeys() {
        Answer configuration =
                member.api().get("/.well-known/openid-configuration").expect(200);
        assertThat(configuration.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "issuer",
                        "jwks_uri",
                        "response_types_supported",
                        "subject_types_supported",
                        "id_token_signing_alg_values_supported");
        assertThat(configuration.headers().firstValue("cache-control")).hasValue("public, max-age=3600");
        Answer keys = member.api().get("/openid/v1/jwks", "*/*").expect(200);
        assertThat(keys.headers().firstValue("content-type")).hasValue("application/jwk-set+json");
        assertThat(keys.at("/keys/0").propertyNames()).containsExactlyInAnyOrder("use", "kty", "kid", "alg", "n", "e");
        assertRefused(
                member.api().get("/openid/v1/jwks"),
                406,
                "NotAcceptable",
                "406: Not Acceptable\n\nAvailable representations: application/jwk-set+json");
        member.api().anonymously("/openid/v1/jwks").expect(403);
    }
}
