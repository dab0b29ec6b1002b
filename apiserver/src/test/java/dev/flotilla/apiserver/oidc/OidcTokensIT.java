package dev.flotilla.apiserver.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.TokenVerdict;
import dev.flotilla.apiserver.auth.UserInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OidcTokensIT {
    private static final String OWN = "https://kubernetes.default.svc.cluster.local";

    private final Issuer issuer = new Issuer();
    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    private final TokenAuthenticator tokens = configured(issuer.authority.certificatePem());

    @AfterEach
    void stop() {
        issuer.close();
    }

    private TokenAuthenticator configured(String authorityPem) {
        String file = """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                jwt:
                - issuer:
                    url: %s
                    audiences: [flotilla, other]
                    audienceMatchPolicy: MatchAny
                    certificateAuthority: |
                %s
                  claimValidationRules:
                  - {claim: hd, requiredValue: example.org}
                  claimMappings:
                    username: {claim: sub, prefix: "oidc:"}
                    groups: {claim: groups, prefix: "oidc:"}
                    uid: {claim: uid}
                    extra:
                    - {key: example.org/team, valueExpression: claims.team}
                """.formatted(issuer.url(), authorityPem.indent(6));
        return TokenAuthenticator.firstOf(AuthenticationConfiguration.read(file.getBytes(StandardCharsets.UTF_8), OWN)
                .tokens(() -> Instant.now().plus(later.get()), List.of(OWN)));
    }

    private TokenVerdict shown(UnaryOperator<JWTClaimsSet.Builder> more) {
        return tokens.verify(issuer.token(claims -> more.apply(claims.claim("hd", "example.org"))), List.of());
    }

    private static String refusal(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Refused(String why) ? why : verdict.toString();
    }

    @Test
    void aBearerIsWhoTheClaimsSay() {
        TokenVerdict verdict = shown(claims -> claims.claim("groups", List.of("devs", "ops"))
                .claim("uid", "42")
                .claim("team", "blue")
                .jwtID("id-1"));

        assertThat(verdict).isInstanceOfSatisfying(TokenVerdict.Accepted.class, accepted -> {
            UserInfo user = accepted.user();
            assertThat(user.name()).isEqualTo("oidc:carl");
            assertThat(user.groups()).containsExactly("oidc:devs", "oidc:ops", "system:authenticated");
            assertThat(user.uid()).isEqualTo("42");
            assertThat(user.extra())
                    .containsEntry("example.org/team", List.of("blue"))
                    .containsEntry(UserInfo.CREDENTIAL_ID, List.of("JTI=id-1"));
            assertThat(accepted.audiences()).containsExactly(OWN);
        });
    }

    @Test
    void anExpiredAForeignAndAnUnfitTokenAreRefused() throws JOSEException {
        assertThat(refusal(shown(
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(1))))))
                .startsWith("oidc: verify token: oidc: token is expired");
        assertThat(refusal(shown(claims -> claims.audience("someone")))).contains("expected audience");
        assertThat(refusal(shown(claims -> claims.claim("hd", "evil.org"))))
                .isEqualTo("oidc: required claim hd value does not match");
        assertThat(refusal(shown(claims -> claims.subject(null)))).contains("parse username claims \"sub\"");
        assertThat(shown(claims -> claims.issuer("https://another"))).isEqualTo(TokenVerdict.Unknown.UNKNOWN);
        JWK forger = new RSAKeyGenerator(2048).keyID("first").generate();
        assertThat(refusal(tokens.verify(issuer.token(forger, claims -> claims.claim("hd", "example.org")), List.of())))
                .contains("failed to verify");
    }

    @Test
    void aNewKeyIsLearntWhenATokenNamesItAndNotMoreOftenThanThat() {
        assertThat(shown(claims -> claims)).isInstanceOf(TokenVerdict.Accepted.class);
        assertThat(shown(claims -> claims)).isInstanceOf(TokenVerdict.Accepted.class);
        assertThat(issuer.fetches).hasValue(1);

        issuer.rotate();
        assertThat(refusal(shown(claims -> claims))).as("asked a moment ago").contains("no such key");
        assertThat(issuer.fetches).hasValue(1);

        later.set(IssuerKeys.AGAIN_AFTER.plusSeconds(1));
        assertThat(shown(claims -> claims)).isInstanceOf(TokenVerdict.Accepted.class);
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void keysThatAreKnownStayGoodWhileTheIssuerIsAway() {
        assertThat(shown(claims -> claims)).isInstanceOf(TokenVerdict.Accepted.class);
        issuer.broken = true;
        later.set(Duration.ofHours(2));

        TokenVerdict verdict =
                shown(claims -> claims.expirationTime(Date.from(Instant.now().plus(Duration.ofHours(3)))));

        assertThat(verdict).isInstanceOf(TokenVerdict.Accepted.class);
    }

    @Test
    void saysWhyThereAreNoKeys() {
        issuer.broken = true;
        assertThat(refusal(shown(claims -> claims))).contains("fetching keys", "answered 500");
        issuer.broken = false;
        issuer.named = "https://another";
        later.set(Duration.ofSeconds(30));
        assertThat(refusal(shown(
                        claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(3600))))))
                .contains("the issuer calls itself \"https://another\"");
    }

    @Test
    void believesNoIssuerWhoseCertificateIsAnothers() {
        TokenAuthenticator deceived =
                configured(dev.flotilla.apiserver.pki.CertificateAuthority.generate("other", Instant.now())
                        .certificatePem());

        TokenVerdict verdict = deceived.verify(issuer.token(claims -> claims.claim("hd", "example.org")), List.of());

        assertThat(refusal(verdict)).contains("fetching keys");
        assertThat(issuer.fetches).hasValue(0);
    }
}
