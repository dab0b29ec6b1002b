package dev.flotilla.cli.client;

import dev.flotilla.cli.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The TLS that a kubeconfig's context asks for. */
final class ClientTls {
    private static final char[] NO_PASSWORD = new char[0];

    private ClientTls() {}

    static SSLContext context(Kubeconfig kubeconfig) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(kubeconfig), trust(kubeconfig), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new UserError(
                    "the certificates of context '" + kubeconfig.context() + "' cannot be used: "
                            + unusable.getMessage(),
                    unusable);
        }
    }

    static Collection<X509Certificate> certificates(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static KeyManager @Nullable [] keys(Kubeconfig kubeconfig) throws GeneralSecurityException, IOException {
        Optional<String> certificate = kubeconfig.clientCertificatePem();
        Optional<String> key = kubeconfig.clientKeyPem();
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        Certificate[] chain = certificates(certificate.get()).toArray(Certificate[]::new);
        store.setKeyEntry("client", privateKey(key.get()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(Kubeconfig kubeconfig) throws GeneralSecurityException, IOException {
        if (kubeconfig.insecure()) {
            return new TrustManager[] {new TrustAnyone()};
        }
        if (kubeconfig.caPem().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int number = 0;
        for (X509Certificate authority : certificates(kubeconfig.caPem().get())) {
            store.setCertificateEntry("ca-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[^-]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(body);
        if (pem.contains("BEGIN PRIVATE KEY")) {
            for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
                Optional<PrivateKey> key = tryKey(algorithm, der);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        }
        return TraditionalKey.read(pem);
    }

    private static Optional<PrivateKey> tryKey(String algorithm, byte[] der) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (java.security.spec.InvalidKeySpecException otherAlgorithm) {
            return Optional.empty();
        }
    }

    /** For {@code insecure-skip-tls-verify}, which the kubeconfig's owner has asked for. */
    private static final class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
