package dev.flotilla.apiserver.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Pem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClientCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final CertificateAuthority authority = CertificateAuthority.generate("test-ca", NOW);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final AtomicReference<String> trusted = new AtomicReference<>(authority.certificatePem());
    private final InstantSource clock = now::get;
    private final ClientCertificates certificates = new ClientCertificates(trusted::get, clock);

    private Authentication shown(Identity identity) {
        return certificates.authenticate(
                new Credentials(List.of(Pem.certificate(identity.certificatePem())), BearerToken.NONE));
    }

    @Test
    void takesTheCommonNameForTheUserAndTheOrganizationsForTheGroups() {
        assertThat(shown(authority.client("carl", List.of("devs", "ops"), NOW)))
                .isInstanceOfSatisfying(Authentication.Known.class, known -> {
                    assertThat(known.user().name()).isEqualTo("carl");
                    assertThat(known.user().groups()).containsExactly("devs", "ops", "system:authenticated");
                    assertThat(known.user().extra().get(UserInfo.CREDENTIAL_ID).getFirst())
                            .matches("X509SHA256=[0-9a-f]{64}");
                });
    }

    @Test
    void rejectsOneThatHasExpiredEvenIfItWasKnown() {
        Identity carl = authority.client("carl", List.of(), NOW);
        assertThat(shown(carl)).isInstanceOf(Authentication.Known.class);

        now.set(NOW.plus(Duration.ofDays(1000)));

        assertThat(shown(carl))
                .isInstanceOfSatisfying(
                        Authentication.Rejected.class,
                        rejected -> assertThat(rejected.why()).contains("expired"));
    }

    @Test
    void rejectsAnotherAuthoritysAndAServers() {
        CertificateAuthority other = CertificateAuthority.generate("test-ca", NOW);

        assertThat(shown(other.client("admin", List.of(UserInfo.MASTERS), NOW)))
                .isInstanceOf(Authentication.Rejected.class);
        assertThat(shown(authority.server("carl", List.of(), NOW))).isInstanceOf(Authentication.Rejected.class);
    }

    @Test
    void believesTwoAuthoritiesWhileOneIsExchangedForTheOther() {
        CertificateAuthority next = CertificateAuthority.generate("next-ca", NOW);
        Identity old = authority.client("carl", List.of(), NOW);
        Identity fresh = next.client("carl", List.of(), NOW);
        assertThat(shown(fresh)).isInstanceOf(Authentication.Rejected.class);

        trusted.set(authority.certificatePem() + next.certificatePem());
        assertThat(shown(old)).isInstanceOf(Authentication.Known.class);
        assertThat(shown(fresh)).isInstanceOf(Authentication.Known.class);

        trusted.set(next.certificatePem());
        assertThat(shown(old)).isInstanceOf(Authentication.Rejected.class);
        assertThat(shown(fresh)).isInstanceOf(Authentication.Known.class);
    }

    @Test
    void learnsNothingFromOneWithoutACommonName() {
        assertThat(shown(authority.client("", List.of("devs"), NOW))).isEqualTo(Authentication.None.NONE);
    }
}
