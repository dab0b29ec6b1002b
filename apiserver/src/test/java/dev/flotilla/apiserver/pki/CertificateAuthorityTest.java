package dev.flotilla.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void signsServersForTheirNames() throws GeneralSecurityException {
        CertificateAuthority authority = CertificateAuthority.generate("ca", NOW);

        X509Certificate server = Pem.certificate(authority
                .server("hub", List.of("hub.example.io", "10.0.0.1"), NOW)
                .certificatePem());

        server.verify(Pem.certificate(authority.certificatePem()).getPublicKey());
        server.checkValidity(Date.from(NOW));
        assertThat(server.getSubjectAlternativeNames().stream()
                        .map(each -> each.get(1).toString()))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "hub.example.io", "10.0.0.1");
    }

    @Test
    void namesClientsAndTheirGroups() {
        Identity client =
                CertificateAuthority.generate("ca", NOW).client("admin", List.of("system:masters", "ops"), NOW);

        assertThat(Pem.certificate(client.certificatePem())
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=admin,O=ops,O=system:masters");
        assertThat(client.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void givesPeopleKeysOfTheKindThatEveryLibraryTakes() throws GeneralSecurityException {
        Identity person = CertificateAuthority.generate("ca", NOW).person("ann", List.of("team"), NOW);

        assertThat(Pem.certificate(person.certificatePem()).getPublicKey().getAlgorithm())
                .isEqualTo("RSA");
        assertThat(KeyFactory.getInstance("RSA")
                        .generatePrivate(new PKCS8EncodedKeySpec(
                                Base64.getMimeDecoder().decode(person.keyPem().replaceAll("-----[^-]+-----", "")))))
                .isNotNull();
    }

    @Test
    void signsOnAfterItWasKept() throws GeneralSecurityException {
        CertificateAuthority first = CertificateAuthority.generate("ca", NOW);

        CertificateAuthority second = CertificateAuthority.load(first.identity());

        Pem.certificate(second.client("u", List.of(), NOW).certificatePem())
                .verify(Pem.certificate(first.certificatePem()).getPublicKey());
    }

    @Test
    void refusesWhatIsNoKey() {
        Identity broken = new Identity(CertificateAuthority.generate("ca", NOW).certificatePem(), "nonsense");

        assertThatThrownBy(() -> CertificateAuthority.load(broken)).hasMessageContaining("PKCS #8");
    }
}
