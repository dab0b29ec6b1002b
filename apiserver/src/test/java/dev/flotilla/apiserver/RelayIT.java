package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayIT {
    private static final String PROXY = "/apis/cluster.karmada.io/v1alpha1/clusters/c/proxy";

    private final TestServer server = new TestServer(builder -> builder.relayed(path -> path.startsWith(PROXY))
            .subresource("clusters.cluster.karmada.io/proxy", request -> switch (request.path()
                    .rest()) {
                case "/echo" -> new ApiResponse.Relay(List.of(), RelayIT::echo);
                case "/refuse" ->
                    new ApiResponse.Relay(List.of(), _ -> {
                        throw StatusError.unavailable("the member is away", 1).exception();
                    });
                case "/default" -> new ApiResponse.Elsewhere(List.of(), "/api/v1/namespaces");
                default -> throw StatusError.badRequest("no such echo").exception();
            }));

    @AfterEach
    void close() {
        server.close();
    }

    /** Sends back what comes, as it comes. */
    private static void echo(Inbound inbound) throws InterruptedException {
        CompletableFuture<Void> piped = inbound.on(() -> {
            inbound.request().response().setChunked(true).putHeader("Content-Type", "text/plain");
            return inbound.request().pipeTo(inbound.request().response());
        });
        try {
            piped.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readsABodyThatIsLargerThanAnyThatIsHeld() {
        String body = "x".repeat(Frontend.BODY_BYTES_MAX + 1);

        HttpsClient.Answer answer = server.client(TestServer.ADMIN).post(PROXY + "/echo", body);

        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(body);
    }

    @Test
    void turnsARefusalIntoAStatusAndGoesOn() {
        HttpsClient client = server.client(TestServer.ADMIN);

        assertThat(client.post(PROXY + "/refuse", "unread").code()).isEqualTo(503);
        assertThat(client.post(PROXY + "/other", "unread").message()).isEqualTo("no such echo");
        assertThat(client.post(PROXY + "/echo", "read").text()).isEqualTo("read");
    }

    @Test
    void answersElsewhereWithTheRequestsOwnBodyAndUser() {
        String namespace = """
                {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"made-elsewhere"}}""";

        assertThat(server.client(TestServer.ADMIN)
                        .post(PROXY + "/default", namespace)
                        .code())
                .isEqualTo(201);
        assertThat(server.client(TestServer.ADMIN)
                        .get("/api/v1/namespaces/made-elsewhere")
                        .code())
                .isEqualTo(200);
    }

    @Test
    void letsNobodyThroughWhoMayNot() {
        HttpsClient.Answer answer = server.client(TestServer.BOB).post(PROXY + "/echo", "x");

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.message())
                .startsWith("clusters.cluster.karmada.io \"c\" is forbidden: User \"bob\" cannot create resource"
                        + " \"clusters/proxy\" in API group \"cluster.karmada.io\" at the cluster scope");
    }
}
