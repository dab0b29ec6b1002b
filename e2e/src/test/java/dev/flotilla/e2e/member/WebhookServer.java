package dev.flotilla.e2e.member;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.node.ObjectNode;

/** An HTTPS server on loopback that answers reviews of whatever kind, by path, and remembers what it was asked. */
public final class WebhookServer implements AutoCloseable {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.generate("webhooks", Instant.now());

    private final HttpsServer server;
    private final Map<String, Function<ObjectNode, Reply>> handlers = new ConcurrentHashMap<>();
    private final List<ObjectNode> asked = new CopyOnWriteArrayList<>();

    /** @param body as it goes over the wire */
    public record Reply(int code, String contentType, String body) {
        public static Reply json(ObjectNode body) {
            return new Reply(200, "application/json", body.toString());
        }
    }

    public WebhookServer() {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls()));
            server.createContext("/", this::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static String caBundle() {
        return base64(AUTHORITY.certificatePem());
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "https://127.0.0.1:" + port() + "/" + path;
    }

    /** @param handler is given the review's request */
    public void on(String path, Function<ObjectNode, Reply> handler) {
        handlers.put("/" + path, handler);
    }

    /** The requests of all reviews since the last time it was asked. */
    public List<ObjectNode> asked() {
        List<ObjectNode> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode review = ObjectJson.parse(exchange.getRequestBody().readAllBytes());
            ObjectNode request = (ObjectNode) review.path("request");
            boolean probe = request.path("name").asString("").equals("probe");
            if (!probe) {
                asked.add(
                        request.deepCopy().put("path", exchange.getRequestURI().toString()));
            }
            Reply reply = probe
                    ? Reply.json(Hooks.answer(request, "{allowed: false, status: {message: it is there}}"))
                    : handlers.get(exchange.getRequestURI().getPath()).apply(request);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.sendResponseHeaders(reply.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static SSLContext tls() {
        try {
            Identity identity = AUTHORITY.server("webhook", List.of("127.0.0.1"), Instant.now());
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(identity.certificatePem().getBytes(StandardCharsets.UTF_8)));
            byte[] key = Base64.getMimeDecoder().decode(identity.keyPem().replaceAll("-----[^-]+-----", ""));
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "key",
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    new char[0],
                    new Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
