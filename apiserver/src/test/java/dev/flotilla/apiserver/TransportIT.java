package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do to the connection itself, over sockets of their own. */
final class TransportIT {
    private static final int PATIENCE_MS = 30_000;
    private static final String HEAD = "Host: test\r\nAuthorization: Bearer " + TestServer.ADMIN + "\r\n";
    private static final HttpEndpoint.Patience SHORT =
            new HttpEndpoint.Patience(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));

    private TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    private void restart(HttpEndpoint.Patience patience, BodyBudget budget) {
        server.close();
        server = new TestServer(UnaryOperator.identity(), patience, budget);
    }

    @Test
    void closesAConnectionWhoseHeadersDoNotEnd() throws IOException {
        restart(SHORT, BodyBudget.ofHeap());
        try (SSLSocket socket = connect()) {
            say(socket, "GET /version HTTP/1.1\r\nHost: t");

            assertThat(everything(socket)).isEmpty();
        }
    }

    @Test
    void answersABodyThatDoesNotComeWithATimeout() throws IOException {
        restart(SHORT, BodyBudget.ofHeap());
        try (SSLSocket socket = connect()) {
            say(socket, "POST /api/v1/namespaces HTTP/1.1\r\n" + HEAD + "Content-Length: 100\r\n\r\n{");

            assertThat(everything(socket)).startsWith("HTTP/1.1 408 ").contains("\"reason\":\"Timeout\"");
        }
    }

    @Test
    void refusesBodiesThatAreTooMuchTogether() {
        BodyBudget budget = new BodyBudget(64);
        restart(HttpEndpoint.Patience.USUAL, budget);

        HttpsClient.Answer refused = server.admin().post("/api/v1/namespaces", "{\"x\":\"" + "y".repeat(100) + "\"}");

        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(server.admin().post("/api/v1/namespaces", "{}").code()).isEqualTo(422);
        assertThat(budget.held()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: -2\r\n",
                "Content-Length: 2x\r\n",
                "Content-Length : 2\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "X: y\u0000z\r\n"
            })
    void leavesNoRoomForASecondRequestInTheFirst(String headers) throws IOException {
        try (SSLSocket socket = connect()) {
            say(
                    socket,
                    "POST /healthz HTTP/1.1\r\n" + HEAD + headers + "\r\n0\r\n\r\nGET /version HTTP/1.1\r\n" + HEAD
                            + "Connection: close\r\n\r\n");
            socket.shutdownOutput();

            assertThat(everything(socket)).doesNotContain("gitVersion");
        }
    }

    @ParameterizedTest
    @CsvSource({"/version?%s, '', 414", "/version, X: %s, 431"})
    void refusesWhatIsTooLong(String path, String header, int code) throws IOException {
        String much = "a".repeat(100_000);
        try (SSLSocket socket = connect()) {
            say(socket, "GET " + path.formatted(much) + " HTTP/1.1\r\n" + HEAD + header.formatted(much) + "\r\n\r\n");

            assertThat(everything(socket)).containsPattern("^HTTP/1\\.[01] " + code);
        } catch (SocketException e) {
            // closed while the rest was still being said
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/default/configmaps/%2e%2e, 400",
        "/api/v1/namespaces/default/configmaps/%252e%252e%252f, 400",
        "/api/v1/namespaces/%2e%2e/configmaps, 400",
        "/api/v1/namespaces/default/configmaps/..%2fsecrets, 400",
        "/api/v1/namespaces/default/configmaps/%zz, 400",
        "/api/v1/namespaces/default/configmaps/a%00b, 404",
        "/apis/..%2f..%2fversion, 404",
        "/api//v1/namespaces, 404",
        "/api/v1/namespaces/, 200"
    })
    void takesAPathForWhatItSays(String path, int code) throws IOException {
        try (SSLSocket socket = connect()) {
            say(socket, "GET " + path + " HTTP/1.1\r\n" + HEAD + "Connection: close\r\n\r\n");

            assertThat(everything(socket)).startsWith("HTTP/1.1 " + code + " ");
        }
    }

    @Test
    void cutsOffAWatcherThatDoesNotRead() throws IOException {
        HttpsClient admin = server.admin();
        String filler = "x".repeat(900_000);
        try (SSLSocket socket = connect()) {
            say(socket, "GET /api/v1/namespaces/default/configmaps?watch=true HTTP/1.1\r\n" + HEAD + "\r\n");
            Awaitility.await().until(() -> watches() == 1);
            admin.post("/api/v1/namespaces/default/configmaps", "{\"metadata\":{\"name\":\"big\"}}");

            for (int i = 0; i < 40 && watches() > 0; i++) {
                admin.patch(
                        "/api/v1/namespaces/default/configmaps/big",
                        "application/merge-patch+json",
                        "{\"data\":{\"a\":\"" + i + filler + "\"}}");
            }

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> watches() == 0);
        }
    }

    @Test
    void answersInTheFormThatIsAskedFor() throws IOException {
        HttpsClient admin = server.admin();

        assertThat(admin.get("/api/v1/namespaces/default", "application/yaml").text())
                .startsWith("apiVersion: v1\nkind: Namespace\n");
        assertThat(admin.get("/api/v1/namespaces/no", "application/yaml").text())
                .contains("reason: NotFound\n");
        assertThat(admin.get("/api/v1/namespaces/default?pretty=true").text())
                .startsWith("{\n  \"apiVersion\": \"v1\",\n");
        HttpsClient.Answer small = admin.send(
                admin.request("/version").header("Accept-Encoding", "gzip").GET());
        HttpsClient.Answer large = admin.send(
                admin.request("/openapi/v2").header("Accept-Encoding", "gzip").GET());
        assertThat(small.header("Content-Encoding")).isEmpty();
        assertThat(large.header("Content-Encoding")).isEqualTo("gzip");
        try (InputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(large.response().body()))) {
            assertThat(new String(plain.readNBytes(16), StandardCharsets.UTF_8)).isEqualTo("{\"swagger\":\"2.0\"");
        }
        HttpsClient.Answer known = admin.send(admin.request("/openapi/v2")
                .header("If-None-Match", large.header("ETag"))
                .GET());
        assertThat(known.code()).isEqualTo(304);
        assertThat(admin.get("/openapi/v2", "text/html").code()).isEqualTo(406);
    }

    private double watches() {
        return server.meters.get("apiserver.watches").gauge().value();
    }

    private SSLSocket connect() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket("127.0.0.1", URI.create(server.url()).getPort());
            socket.setSoTimeout(PATIENCE_MS);
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String everything(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static final class Trusting implements X509TrustManager {
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
