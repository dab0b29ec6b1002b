package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.apiserver.token.SigningKeys;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.HubSecurity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubGateTest {
    @TempDir
    private Path data;

    private HubGate open(HubSecurity security) throws IOException {
        return HubGate.open(
                HubConfig.local(data, 0).withSecurity(security),
                SigningKeys.inMemory(),
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    private static HubSecurity with(Optional<Path> authentication, Optional<Path> authorities, Optional<Path> policy) {
        return new HubSecurity("https://hub", authentication, authorities, policy, Optional.empty(), true, 7);
    }

    private Optional<Path> file(String name, String text) throws IOException {
        return Optional.of(Files.writeString(data.resolve(name), text));
    }

    @Test
    void writesAnAuditLogByDefault() throws IOException {
        try (HubGate gate = open(HubSecurity.DEFAULT)) {
            assertThat(gate.options().audit().policy().rules()).isNotEmpty();
            assertThat(gate.options().anonymous().test("/version")).isTrue();
        }
        assertThat(data.resolve("audit.log")).exists();
    }

    @Test
    void readsWhatItIsGiven() throws IOException {
        Optional<Path> authentication = file("authn.yaml", """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                jwt:
                - issuer: {url: "https://login.example.org", audiences: [hub]}
                  claimMappings: {username: {claim: sub, prefix: ""}}
                anonymous: {enabled: false}
                """);
        try (HubGate gate = open(with(authentication, Optional.empty(), Optional.empty()))) {
            assertThat(gate.options().tokens()).hasSize(1);
            assertThat(gate.options().anonymous().test("/version")).isFalse();
            assertThat(gate.options().serviceAccounts().issuer()).isEqualTo("https://hub");
            assertThat(gate.options().limits().requestsPerSecond()).isEqualTo(7);
        }
    }

    @Test
    void saysWhichFileIsWrongAndWhy() throws IOException {
        Optional<Path> bad = file("bad.yaml", "kind: Pod");
        assertThatThrownBy(() -> open(with(bad, Optional.empty(), Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "the authentication configuration " + bad.orElseThrow() + " is not valid: apiVersion");
        assertThatThrownBy(() -> open(with(Optional.empty(), bad, Optional.empty())))
                .hasMessageContaining("the client authorities " + bad.orElseThrow() + " is not valid");
        assertThatThrownBy(() -> open(with(Optional.empty(), Optional.empty(), bad)))
                .hasMessageContaining("the audit policy " + bad.orElseThrow() + " is not valid");
        Optional<Path> absent = Optional.of(data.resolve("absent"));
        assertThatThrownBy(() -> open(with(Optional.empty(), Optional.empty(), absent)))
                .hasMessageContaining("cannot be read");
    }
}
