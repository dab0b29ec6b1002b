package dev.flotilla.apiserver.pki;

/**
 * A certificate and its private key, both PEM. Its text form shows neither.
 *
 * @param certificatePem the certificate, followed by those that lead to the authority if there are any
 * @param keyPem PKCS #8
 */
public record Identity(String certificatePem, String keyPem) {
    @Override
    public String toString() {
        return "Identity[of " + Pem.certificate(certificatePem).getSubjectX500Principal() + "]";
    }
}
