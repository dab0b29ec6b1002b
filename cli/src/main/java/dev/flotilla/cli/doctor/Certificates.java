package dev.flotilla.cli.doctor;

import dev.flotilla.cli.client.Kubeconfig;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When the certificates in a kubeconfig end. */
final class Certificates {
    private Certificates() {}

    /** @return empty if it holds none that can be read */
    static Optional<Instant> earliestEnd(Kubeconfig kubeconfig) {
        return Stream.of(kubeconfig.caPem(), kubeconfig.clientCertificatePem())
                .flatMap(Optional::stream)
                .flatMap(Certificates::ends)
                .min(Comparator.naturalOrder());
    }

    private static Stream<Instant> ends(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .map(certificate -> certificate.getNotAfter().toInstant());
        } catch (CertificateException unreadable) {
            return Stream.of();
        }
    }
}
