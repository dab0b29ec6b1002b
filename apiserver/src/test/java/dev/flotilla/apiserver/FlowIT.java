package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.flow.FlowLimits;
import dev.flotilla.apiserver.request.ApiResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FlowIT {
    private static final FlowLimits.Share FEW = new FlowLimits.Share(2, 1 << 20, 4, 100, 2, 1);
    private static final FlowLimits.Share SYSTEM = new FlowLimits.Share(2, 1 << 20, 10, 10, 10, 10);

    private final Semaphore gates = new Semaphore(0);

    /** A path that answers when it is let, for whoever comes. */
    private TestServer server(FlowLimits limits) {
        return new TestServer(builder -> builder.path("/openapi/held", _ -> {
                    gates.acquireUninterruptibly();
                    return ApiResponse.text(200, "held");
                })
                .path("/openapi/quick", _ -> ApiResponse.text(200, "quick"))
                .security(builder.security()
                        .with(TokenAuthenticator.withoutAudience(
                                List.of(),
                                token -> Optional.of(UserInfo.authenticated(
                                                token,
                                                token.startsWith("master-") ? List.of(UserInfo.MASTERS) : List.of()))
                                        .filter(user -> user.name().matches("(user|master)-.*"))))
                        .with(limits)));
    }

    private static double gauge(TestServer server, String name, String level) {
        return server.meters.get(name).tag("level", level).gauge().value();
    }

    @Test
    void whoFloodsStarvesNobodyElse() {
        FlowLimits limits = new FlowLimits(FEW, SYSTEM, Duration.ofSeconds(20), 0, 0);
        try (TestServer server = server(limits);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpsClient flood = server.client("user-flood");
            List<CompletableFuture<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                held.add(CompletableFuture.supplyAsync(
                        () -> flood.get("/openapi/held").code(), clients));
            }
            await().untilAsserted(() -> {
                assertThat(gauge(server, "apiserver.flow.working", "users")).isEqualTo(2);
                assertThat(gauge(server, "apiserver.flow.queued", "users")).isEqualTo(4);
            });

            HttpsClient.Answer refused = flood.get("/openapi/quick");
            assertThat(refused.code()).as("its queue is full").isEqualTo(429);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(refused.message()).isEqualTo("Too many requests, please try again later.");
            assertThat(server.meters
                            .get("apiserver.flow.rejected")
                            .tag("level", "users")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(server.admin().get("/openapi/quick").code())
                    .as("the system's share")
                    .isEqualTo(200);
            assertThat(server.anonymous().get("/readyz").code())
                    .as("probes never wait")
                    .isEqualTo(200);
            CompletableFuture<Integer> calm = CompletableFuture.supplyAsync(
                    () -> server.client("user-calm").get("/openapi/quick").code(), clients);
            await().untilAsserted(() ->
                    assertThat(gauge(server, "apiserver.flow.queued", "users")).isEqualTo(5));

            gates.release(1);

            assertThat(calm.join()).as("one seat that falls free is enough").isEqualTo(200);
            await().untilAsserted(() -> assertThat(
                            held.stream().filter(CompletableFuture::isDone).count())
                    .isEqualTo(1));
            gates.release(10);
            assertThat(held.stream().map(CompletableFuture::join)).containsOnly(200);
        }
    }

    @Test
    void whoWaitsTooLongIsTurnedAway() {
        FlowLimits limits = new FlowLimits(FEW, SYSTEM, Duration.ofMillis(1), 0, 0);
        try (TestServer server = server(limits);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                held.add(CompletableFuture.supplyAsync(
                        () -> server.client("user-a").get("/openapi/held").code(), clients));
            }
            await().untilAsserted(() ->
                    assertThat(gauge(server, "apiserver.flow.working", "users")).isEqualTo(2));

            assertThat(server.client("user-b").get("/openapi/quick").code()).isEqualTo(429);

            gates.release(2);
            assertThat(held.stream().map(CompletableFuture::join)).containsOnly(200);
            assertThat(server.client("user-b").get("/openapi/quick").code()).isEqualTo(200);
        }
    }

    @Test
    void watchesAreCountedApartAndForEachUser() {
        FlowLimits.Share fewStreams = new FlowLimits.Share(2, 1 << 20, 10, 10, 2, 1);
        FlowLimits limits = new FlowLimits(FEW, fewStreams, Duration.ofSeconds(1), 0, 0);
        String path = "/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=60";
        try (TestServer server = server(limits)) {
            Stream<JsonNode> watch = server.client("master-a").watch(path);
            assertThat(server.client("master-a").get(path).code()).isEqualTo(429);
            assertThat(server.client("master-a").get("/openapi/quick").code()).isEqualTo(200);
            Stream<JsonNode> another = server.client("master-b").watch(path);
            assertThat(server.client("master-c").get(path).code())
                    .as("two in all")
                    .isEqualTo(429);

            another.close();
            watch.close();

            await().untilAsserted(() -> assertThat(gauge(server, "apiserver.flow.streams", "system"))
                    .isZero());
        }
    }

    @Test
    void whoIsFasterThanTheRateIsSlowedDown() {
        FlowLimits limits = new FlowLimits(FEW, SYSTEM, Duration.ofSeconds(1), 1, 3);
        try (TestServer server = server(limits)) {
            HttpsClient client = server.client("user-a");
            List<Integer> codes = Stream.generate(
                            () -> client.get("/openapi/quick").code())
                    .limit(30)
                    .toList();

            assertThat(codes.subList(0, 3)).containsOnly(200);
            assertThat(codes).contains(429);
            assertThat(server.client("user-b").get("/openapi/quick").code()).isEqualTo(200);
        }
    }
}
