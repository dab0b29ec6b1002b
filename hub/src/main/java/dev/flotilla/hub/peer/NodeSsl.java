package dev.flotilla.hub.peer;

import dev.flotilla.hub.config.NodeTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * TLS between nodes: both sides show a certificate of the hub's node authority. That one signs for nobody else, so
 * which node it is does not matter: all are equal, and each may say to another what any may.
 */
final class NodeSsl implements SSLEngineProvider {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final List<String> KEY_KINDS = List.of("EC", "RSA", "Ed25519");

    private static final Logger LOG = LoggerFactory.getLogger(NodeSsl.class);

    private final SSLContext context;

    private NodeSsl(SSLContext context) {
        this.context = context;
    }

    /** @throws IOException if a file cannot be used; the message names it and says why */
    static NodeSsl of(NodeTls tls) throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "node",
                    key(tls.key()),
                    new char[0],
                    certificates(tls.certificate()).toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            KeyStore believed = KeyStore.getInstance("PKCS12");
            believed.load(null, null);
            int number = 0;
            for (Certificate authority : certificates(tls.authority())) {
                believed.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(believed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new NodeSsl(context);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the node's certificate or key cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (found.isEmpty()) {
                throw new IOException("the file " + file + " holds no certificate; it must be PEM");
            }
            return found;
        } catch (GeneralSecurityException invalid) {
            throw new IOException(
                    "the file " + file + " holds no usable certificate: " + invalid.getMessage(), invalid);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END PRIVATE KEY-----");
        if (start < 0 || end < start) {
            throw new IOException("the file " + file + " holds no PKCS #8 key; it must begin with " + begin);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException another) {
                LOG.atTrace().addKeyValue("kind", kind).log("the node's key is of another kind");
            } catch (GeneralSecurityException unknown) {
                throw new IOException("this Java knows no keys of kind " + kind, unknown);
            }
        }
        throw new IOException("the key in " + file + " is none of " + KEY_KINDS);
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        SSLEngine engine = context.createSSLEngine(hostname, port);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        SSLEngine engine = context.createSSLEngine(hostname, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return Option.empty();
    }
}
