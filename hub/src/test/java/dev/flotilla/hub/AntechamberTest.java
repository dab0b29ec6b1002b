package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.hub.config.Address;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AntechamberTest {
    private final Vertx vertx = Vertx.vertx();
    private final CertificateAuthority authority = CertificateAuthority.generate("test", Instant.now());

    private record Answer(int code, String retryAfter, String body) {}

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    private Antechamber open(int port) throws IOException {
        return Antechamber.open(
                vertx,
                new Address("127.0.0.1", port),
                authority.server("hub", List.of(), Instant.now()),
                () -> "replaying the log: 7 of about 9 records");
    }

    private Answer ask(int port, HttpMethod method, String path) throws Exception {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority.certificatePem()))));
        return client.request(new RequestOptions()
                        .setMethod(method)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(path))
                .compose(request -> request.send())
                .compose(response -> response.body()
                        .map(body -> new Answer(
                                response.statusCode(),
                                String.valueOf(response.getHeader("Retry-After")),
                                body.toString())))
                .await(60, TimeUnit.SECONDS);
    }

    @Test
    void livesAndTellsWhatIsMissing() throws Exception {
        int port = FreePorts.any();
        try (Antechamber _ = open(port)) {
            assertThat(ask(port, HttpMethod.GET, "/livez")).isEqualTo(new Answer(200, "null", "ok"));
            assertThat(ask(port, HttpMethod.GET, "/readyz?verbose"))
                    .isEqualTo(
                            new Answer(
                                    500,
                                    "null",
                                    "[+]ping ok\n[-]log failed: replaying the log: 7 of about 9 records\nreadyz check failed\n"));
            assertThat(ask(port, HttpMethod.POST, "/api/v1/namespaces"))
                    .satisfies(answer -> assertThat(answer.code()).isEqualTo(503))
                    .satisfies(answer -> assertThat(answer.retryAfter()).isEqualTo("1"))
                    .satisfies(answer -> assertThat(answer.body())
                            .contains("\"reason\":\"ServiceUnavailable\"", "replaying the log"));
        }
    }

    @Test
    void leavesItsAddressToWhoeverFollows() throws Exception {
        int port = FreePorts.any();
        open(port).close();

        try (Antechamber _ = open(port)) {
            assertThat(ask(port, HttpMethod.GET, "/livez").code()).isEqualTo(200);
        }
    }
}
