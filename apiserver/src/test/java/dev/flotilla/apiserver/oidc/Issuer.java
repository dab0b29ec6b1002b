package dev.flotilla.apiserver.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An OpenID Connect issuer over real HTTPS with real keys, on this machine. */
final class Issuer implements AutoCloseable {
    final CertificateAuthority authority = CertificateAuthority.generate("issuer-ca", Instant.now());
    final AtomicInteger fetches = new AtomicInteger();
    final List<JWK> keys = new CopyOnWriteArrayList<>();
    volatile String named = "";
    volatile boolean broken;
    private final HttpsServer server;

    Issuer() {
        try {
            keys.add(new RSAKeyGenerator(2048).keyID("first").generate());
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(serving(authority)));
            server.createContext("/.well-known/openid-configuration", exchange -> {
                String name = named.isEmpty() ? url() : named;
                answer(exchange, "{\"issuer\":\"" + name + "\",\"jwks_uri\":\"" + url() + "/keys\"}");
            });
            server.createContext("/keys", exchange -> {
                fetches.incrementAndGet();
                answer(exchange, new JWKSet(keys).toPublicJWKSet().toString());
            });
            server.start();
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(broken ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    void rotate() {
        try {
            keys.clear();
            keys.add(new ECKeyGenerator(Curve.P_256).keyID("second").generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token for carl, for five minutes, meant for the audience {@code flotilla}. */
    String token(UnaryOperator<JWTClaimsSet.Builder> more) {
        return token(keys.getFirst(), more);
    }

    String token(JWK key, UnaryOperator<JWTClaimsSet.Builder> more) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(url())
                .audience("flotilla")
                .subject("carl")
                .expirationTime(java.util.Date.from(Instant.now().plusSeconds(300)));
        try {
            boolean ec = key instanceof ECKey;
            JWSSigner signer = ec ? new ECDSASigner((ECKey) key) : new RSASSASigner((RSAKey) key);
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(ec ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    more.apply(claims).build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext serving(CertificateAuthority authority) {
        Identity identity = authority.server("issuer", List.of(), Instant.now());
        String key = identity.keyPem().replaceAll("-----[^-]+-----", "");
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "issuer",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(key))),
                    new char[0],
                    new X509Certificate[] {Pem.certificate(identity.certificatePem())});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
