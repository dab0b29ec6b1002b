package dev.flotilla.apiserver.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {
    private static AuthenticationConfiguration read(String rest) {
        String file = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n" + rest;
        return AuthenticationConfiguration.read(file.getBytes(StandardCharsets.UTF_8), "https://own");
    }

    @Test
    void readsWhereStrangersAreLetThrough() {
        assertThat(read("anonymous: {enabled: false}").anonymous().orElseThrow().test("/version"))
                .isFalse();
        var some = read("anonymous: {enabled: true, conditions: [{path: /livez}]}")
                .anonymous()
                .orElseThrow();
        assertThat(some.test("/livez")).isTrue();
        assertThat(some.test("/version")).isFalse();
        assertThat(read("jwt: []").anonymous()).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThatThrownBy(() -> read("""
                anonymous: {enabled: false, conditions: [{path: /livez}]}
                jwt:
                - issuer: {url: "http://x", audiences: [a, b]}
                  claimMappings: {username: {claim: sub}}
                  userValidationRules: [{expression: "true"}]
                - issuer: {url: "https://own", certificateAuthority: nonsense}
                  claimMappings: {username: {expression: "claims.a + claims.b"}, extra: [{key: team}]}
                  claimValidationRules: [{expression: "true"}]
                - issuer: {url: "https://own", audiences: [a], colour: red}
                """))
                .hasMessageContaining("anonymous.conditions")
                .hasMessageContaining("jwt[0].issuer.url: Invalid value: \"http://x\": URL scheme must be https")
                .hasMessageContaining("jwt[0].issuer.audienceMatchPolicy: Invalid value: \"\": audienceMatchPolicy must"
                        + " be set to MatchAny for multiple audiences")
                .hasMessageContaining("jwt[0].claimMappings.username.prefix: Required value: prefix is required when"
                        + " claim is set")
                .hasMessageContaining("jwt[0].userValidationRules: Forbidden")
                .hasMessageContaining("jwt[1].issuer.url: Invalid value: \"https://own\": URL must not overlap")
                .hasMessageContaining("jwt[1].issuer.certificateAuthority")
                .hasMessageContaining("jwt[1].issuer.audiences: Required value")
                .hasMessageContaining("jwt[1].claimMappings.username.expression: Invalid value:")
                .hasMessageContaining("jwt[1].claimMappings.extra[0].key")
                .hasMessageContaining("jwt[1].claimValidationRules[0].expression: Forbidden")
                .hasMessageContaining("jwt[2].issuer.url: Duplicate value")
                .hasMessageContaining("jwt[2].issuer.colour: Forbidden: no such field")
                .hasMessageContaining("jwt[2].claimMappings.username: Required value: claim or expression is required");
    }
}
