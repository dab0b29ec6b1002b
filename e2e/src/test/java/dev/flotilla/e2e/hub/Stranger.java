package dev.flotilla.e2e.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Somebody who believes every server and tries whether one believes it. */
final class Stranger {
    private static final int CONNECT_MS_MAX = 5_000;
    private static final int SILENCE_MS = 4_000;
    private static final int REFUSAL_MS_MAX = 30_000;

    private Stranger() {}

    /** A certificate and its key, both PEM. */
    record Shown(Path certificate, Path key) {}

    /** Whether a connection with that certificate is let be, and waited on for what it has to say. */
    static boolean isLetIn(int port, Shown shown) {
        return !ends(port, Optional.of(shown), SILENCE_MS);
    }

    /** Whether the server ends a connection with that certificate, or none. */
    static boolean isRefused(int port, Optional<Shown> shown) {
        return ends(port, shown, REFUSAL_MS_MAX);
    }

    private static boolean ends(int port, Optional<Shown> shown, int patienceMs) {
        try (SSLSocket socket = (SSLSocket) context(shown).getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS_MAX);
            socket.setSoTimeout(REFUSAL_MS_MAX);
            socket.startHandshake();
            socket.setSoTimeout(patienceMs);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException servedAndWaitedFor) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** The same without TLS: a server that takes TLS alone ends what does not begin so. */
    static boolean isLetInWithoutTls(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS_MAX);
            socket.setSoTimeout(SILENCE_MS);
            // Kafka's ApiVersions request, version 0: length, key 18, version, correlation, no client id.
            socket.getOutputStream().write(new byte[] {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1});
            return socket.getInputStream().read() == 0;
        } catch (IOException refused) {
            return false;
        }
    }

    private static SSLContext context(Optional<Shown> shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys(shown), new TrustManager[] {new EveryServer()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static KeyManager[] keys(Optional<Shown> shown) throws GeneralSecurityException {
        if (shown.isEmpty()) {
            return new KeyManager[0];
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key(shown.get().key()), new char[0], new Certificate[] {
                certificate(shown.get().certificate())
            });
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
        try (var bytes = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        }
    }

    private static java.security.PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }

    private record EveryServer() implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // What is tried is whether the server believes the client.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
