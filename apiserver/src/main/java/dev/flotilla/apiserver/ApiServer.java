package dev.flotilla.apiserver;

import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.SchemaRules;
import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.admission.Admission;
import dev.flotilla.apiserver.admission.policy.ExpressionRules;
import dev.flotilla.apiserver.admission.policy.PoliciesInOrder;
import dev.flotilla.apiserver.auth.Authenticator;
import dev.flotilla.apiserver.auth.ClientCertificates;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.conversion.Conversions;
import dev.flotilla.apiserver.discovery.Discovery;
import dev.flotilla.apiserver.discovery.Health;
import dev.flotilla.apiserver.discovery.Paths;
import dev.flotilla.apiserver.discovery.VersionInfo;
import dev.flotilla.apiserver.flow.FlowControl;
import dev.flotilla.apiserver.impersonation.Impersonation;
import dev.flotilla.apiserver.openapi.OpenApi;
import dev.flotilla.apiserver.outbound.WebhookClient;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.read.GetHandler;
import dev.flotilla.apiserver.read.ListHandler;
import dev.flotilla.apiserver.read.ObjectSource;
import dev.flotilla.apiserver.read.RecentSnapshots;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.review.Reviews;
import dev.flotilla.apiserver.token.BootstrapTokens;
import dev.flotilla.apiserver.token.IssuerDiscovery;
import dev.flotilla.apiserver.token.ServiceAccountTokens;
import dev.flotilla.apiserver.token.TokenRequests;
import dev.flotilla.apiserver.token.TokenReviews;
import dev.flotilla.apiserver.token.TokenSettings;
import dev.flotilla.apiserver.view.Views;
import dev.flotilla.apiserver.watch.WatchHandler;
import dev.flotilla.apiserver.write.PostedAdmission;
import dev.flotilla.apiserver.write.Writes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One server over one object store. Any number of them share a {@link Vertx}; each has its own port, certificates,
 * users and objects. Closing it ends its watches and leaves the store and the Vertx alone.
 */
public final class ApiServer implements AutoCloseable {
    private static final int START_SECONDS_MAX = 30;
    private static final int HEADER_BYTES_MAX = 64 << 10;
    private static final int LINE_BYTES_MAX = 64 << 10;
    private static final int WEB_SOCKET_BYTES_MAX = 256 << 10;
    /** Of exec, attach and port forwarding; a client takes the first that both know. */
    private static final List<String> STREAMING_PROTOCOLS =
            List.of("v5.channel.k8s.io", "v4.channel.k8s.io", "SPDY/3.1+portforward.k8s.io");

    private static final int HANDSHAKE_SECONDS_MAX = 10;
    private static final int CLOSING_SECONDS_MAX = 2;
    private static final int GRACE_MS = 1_000;
    private static final int STREAMS_MAX = 1_000;
    private static final int STREAM_WINDOW_BYTES = 256 << 10;
    private static final int CONNECTION_WINDOW_BYTES = 4 << 20;

    private final HttpServer server;
    private final HttpEndpoint endpoint;
    private final ExecutorService threads;
    private final WebhookClient webhooks;
    private final ApiServerConfig config;

    private ApiServer(
            HttpServer server,
            HttpEndpoint endpoint,
            ExecutorService threads,
            WebhookClient webhooks,
            ApiServerConfig config) {
        this.server = server;
        this.endpoint = endpoint;
        this.threads = threads;
        this.webhooks = webhooks;
        this.config = config;
    }

    /**
     * Listens before it returns.
     *
     * @throws IllegalStateException if it cannot, with what to do
     */
    public static ApiServer start(Vertx vertx, ApiServerConfig config) {
        return start(vertx, config, HttpEndpoint.Patience.USUAL, BodyBudget.ofHeap());
    }

    static ApiServer start(Vertx vertx, ApiServerConfig config, HttpEndpoint.Patience patience, BodyBudget budget) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("apiserver-", 0).factory());
        WebhookClient webhooks = new WebhookClient(vertx);
        Admission admission = new Admission(webhooks, config.catalog(), config.authorizer());
        HttpEndpoint endpoint = new HttpEndpoint(
                vertx,
                frontend(config, admission, webhooks),
                config.gate(),
                config.relayed(),
                threads,
                patience,
                budget);
        try {
            HttpServer server = vertx.createHttpServer(options(config))
                    .connectionHandler(endpoint.connections()::opened)
                    .requestHandler(endpoint::accept)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS_MAX, TimeUnit.SECONDS);
            return new ApiServer(server, endpoint, threads, webhooks, config);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            abandon(endpoint, threads);
            throw new IllegalStateException(
                    "cannot listen on " + config.host() + ":" + config.port()
                            + "; choose another port or end whoever has it: " + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            abandon(endpoint, threads);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /** Where it really listens. */
    public int port() {
        return server.actualPort();
    }

    /** Its address, as a kubeconfig names it. */
    public String url() {
        return "https://" + config.host() + ":" + port();
    }

    private static void abandon(HttpEndpoint endpoint, ExecutorService threads) {
        endpoint.close();
        threads.shutdownNow();
    }

    /** Ends the watches, lets what is being answered end, if it ends soon, and tells clients to go elsewhere. */
    @Override
    public void close() {
        Future<Void> down = server.shutdown(GRACE_MS, TimeUnit.MILLISECONDS);
        endpoint.close();
        threads.shutdown();
        try {
            var _ = threads.awaitTermination(GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        webhooks.close();
        down.toCompletionStage().toCompletableFuture().join();
    }

    private static HttpServerOptions options(ApiServerConfig config) {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(config.certificate().certificatePem()))
                        .setKeyValue(Buffer.buffer(config.certificate().keyPem())))
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(
                        new AnyCertificate(ClientCertificates.authorities(config.clientAuthorityPem()))))
                .setWebSocketSubProtocols(STREAMING_PROTOCOLS)
                .setMaxWebSocketFrameSize(WEB_SOCKET_BYTES_MAX)
                .setMaxWebSocketMessageSize(WEB_SOCKET_BYTES_MAX)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS_MAX)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(STREAMS_MAX)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)
                        .setMaxHeaderListSize(HEADER_BYTES_MAX))
                .setWebSocketClosingTimeout(CLOSING_SECONDS_MAX)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(LINE_BYTES_MAX);
    }

    private static Frontend frontend(ApiServerConfig config, Admission admission, WebhookClient webhooks) {
        ObjectStore store = config.store();
        SnapshotCatalog catalog = config.catalog();
        SecurityOptions security = config.security();
        TokenAuthenticator tokens = tokens(config);
        Router router = new Router(
                config.authorizer(),
                path -> catalog.at(store.snapshot()).find(path.group(), path.version(), path.resource()),
                paths(config),
                resources(config, tokens, admission, webhooks));
        Authenticator authenticator = Authenticator.firstOf(
                new ClientCertificates(config::clientAuthorityPem, config.clock()), Authenticator.tokens(tokens));
        return new Frontend(
                new Gatekeeper(authenticator, security.anonymous()),
                new Impersonation(config.authorizer()),
                router,
                security.audit(),
                new FlowControl(security.limits(), config.meters()),
                config.clock(),
                new ServerMetrics(config.meters()));
    }

    private static TokenAuthenticator tokens(ApiServerConfig config) {
        TokenSettings accounts = config.security().serviceAccounts();
        List<TokenAuthenticator> all = new ArrayList<>();
        all.add(new ServiceAccountTokens(accounts, config.store(), config.clock()));
        all.add(BootstrapTokens.in(config.store(), config.clock(), accounts.audiences()));
        all.addAll(config.security().tokens());
        return TokenAuthenticator.firstOf(all);
    }

    private static Resources resources(
            ApiServerConfig config, TokenAuthenticator tokens, Admission admission, WebhookClient webhooks) {
        ObjectStore store = config.store();
        SnapshotCatalog catalog = config.catalog();
        Freshness freshness = new Freshness(store);
        ObjectSource source = new ObjectSource(config.computed());
        RecentSnapshots recent = new RecentSnapshots();
        Conversions conversions = new Conversions(store, catalog, webhooks);
        Views views = new Views(config.clock(), conversions);
        Map<String, ResourceRequest.Answer> special =
                new HashMap<>(new Reviews(config.authorizer(), config.clock()).answers());
        TokenSettings accounts = config.security().serviceAccounts();
        special.put("tokenreviews.authentication.k8s.io", new TokenReviews(tokens));
        special.put(
                "serviceaccounts/token",
                new TokenRequests(accounts, store, config.clock(), new PostedAdmission(admission, store)::admit));
        special.putAll(config.subresources());
        return new Resources(
                new GetHandler(freshness, source, catalog, views),
                new ListHandler(freshness, recent, source, catalog, views, config.clock()),
                new WatchHandler(store, recent, source, catalog, views),
                new Writes(
                        store,
                        source,
                        catalog,
                        lifecycle(config),
                        config.clock(),
                        config.addresses(),
                        config.check(),
                        admission,
                        conversions),
                special,
                type -> catalog.at(store.snapshot()).definition(type).flatMap(CustomDefinition::deprecation));
    }

    private static ObjectLifecycle lifecycle(ApiServerConfig config) {
        return new ObjectLifecycle(type -> PoliciesInOrder.over(
                type,
                SchemaRules.of(
                        type,
                        config.catalog().at(config.store().snapshot()).definition(type),
                        ExpressionRules.over(type, config.rules().apply(type)))));
    }

    private static Map<String, Handler> paths(ApiServerConfig config) {
        Map<String, Handler> paths = new HashMap<>(config.paths());
        paths.putAll(new IssuerDiscovery(config.security().serviceAccounts()).paths());
        Discovery discovery =
                new Discovery(() -> config.catalog().at(config.store().snapshot()));
        Health health = new Health(config.readiness());
        paths.put("/api", discovery);
        paths.put("/apis", discovery);
        paths.put(
                "/openapi",
                new OpenApi(
                        () -> config.catalog().at(config.store().snapshot()), config.clock(), config.descriptions()));
        paths.put("/version", new VersionInfo(KubernetesSchema.get().kubernetesVersion()));
        paths.put("/healthz", health);
        paths.put("/livez", health);
        paths.put("/readyz", health);
        paths.put("/", new Paths(() -> config.catalog().at(config.store().snapshot()), Set.copyOf(paths.keySet())));
        return paths;
    }
}
