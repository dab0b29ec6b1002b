package dev.flotilla.apiserver;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.controller.BuiltInControllers;
import dev.flotilla.apiserver.controller.TokenSecrets;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig;
import dev.flotilla.apiserver.rbac.BootstrapPolicy;
import dev.flotilla.apiserver.token.TokenSettings;
import dev.flotilla.apiserver.write.ServiceAddresses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A server over a store in memory, with its controllers, for tests that speak HTTPS to it. */
final class TestServer implements AutoCloseable {
    static final String ADMIN = "admin-token";
    static final String BOB = "bob-token";

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final CertificateAuthority authority = CertificateAuthority.generate("test-ca", Instant.now());
    private final SnapshotCatalog catalog = SnapshotCatalog.of(FederationTypes.customResourceDefinitions());
    private final Vertx vertx = Vertx.vertx();
    private final TokenSettings tokens = TokenSettings.inMemory();
    private final List<ControllerDriver> controllers = new ArrayList<>();
    private final ApiServer server;

    TestServer() {
        this(UnaryOperator.identity());
    }

    TestServer(UnaryOperator<ApiServerConfig.Builder> configured) {
        this(configured, HttpEndpoint.Patience.USUAL, BodyBudget.ofHeap());
    }

    TestServer(UnaryOperator<ApiServerConfig.Builder> configured, HttpEndpoint.Patience patience, BodyBudget budget) {
        this(configured, patience, budget, UnaryOperator.identity());
    }

    private TestServer(
            UnaryOperator<ApiServerConfig.Builder> configured,
            HttpEndpoint.Patience patience,
            BodyBudget budget,
            UnaryOperator<ObjectStore> seen) {
        List.of("default", "kube-system").forEach(this::createNamespace);
        createRoles();
        Map<String, UserInfo> users = Map.of(
                ADMIN, UserInfo.authenticated("admin", List.of(UserInfo.MASTERS)),
                BOB, UserInfo.authenticated("bob", List.of()));
        ApiServerConfig.Builder builder = ApiServerConfig.over(seen.apply(store))
                .catalog(catalog)
                .rules(FederationTypes::rules)
                .meters(meters)
                .addresses(ServiceAddresses.range("10.96.0.0", 16))
                .security(SecurityOptions.plain()
                        .with(tokens)
                        .with(TokenAuthenticator.withoutAudience(
                                List.of(), token -> Optional.ofNullable(users.get(token)))));
        Identity identity = authority.server("test", List.of(), Instant.now());
        server = ApiServer.start(
                vertx, configured.apply(builder).identified(identity, authority.certificatePem()), patience, budget);
        run(new TokenSecrets(token -> token.signed(tokens.keys().get()), authority.certificatePem()));
        BuiltInControllers.ofCluster(catalog::at, authority.certificatePem()).forEach(this::run);
    }

    /** @param seen what the server takes for its store; it is asked once */
    static TestServer seeing(UnaryOperator<ObjectStore> seen) {
        return new TestServer(UnaryOperator.identity(), HttpEndpoint.Patience.USUAL, BodyBudget.ofHeap(), seen);
    }

    private void run(Reconciler reconciler) {
        try {
            controllers.add(new ControllerDriver(store, catalog, reconciler));
        } catch (ExpiredException e) {
            throw new IllegalStateException(e);
        }
    }

    private void createNamespace(String name) {
        String json = """
            {"apiVersion":"v1","kind":"Namespace",
             "metadata":{"name":"%s","uid":"uid-%s","creationTimestamp":"2026-01-01T00:00:00Z"},
             "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}\
            """.formatted(name, name);
        Write put = new Write.Put(
                ObjectKey.of("", "namespaces", "", name),
                ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))));
        store.commit(new Commit(List.of(put), List.of(), Commit.Origin.CLIENT, "test"));
    }

    private void createRoles() {
        EffectCommits commits = new EffectCommits(new ObjectLifecycle(_ -> KindRules.NONE), catalog::at);
        commits.commit(
                        store.snapshot(),
                        BootstrapPolicy.load().missing(store.snapshot()),
                        new WriteContext(Instant.now(), "00000000-0000-4000-8000-000000000001", "test"))
                .ifPresent(store::commit);
    }

    String url() {
        return server.url();
    }

    /** A client that proves itself with a token. */
    HttpsClient client(String token) {
        return new HttpsClient(url(), authority, Optional.of(token));
    }

    HttpsClient admin() {
        return client(ADMIN);
    }

    HttpsClient anonymous() {
        return new HttpsClient(url(), authority, Optional.empty());
    }

    Kubeconfig kubeconfig() {
        Identity admin = authority.client("kubernetes-admin", List.of(UserInfo.MASTERS), Instant.now());
        return new Kubeconfig(
                "test", List.of(new Kubeconfig.Context("test", url(), authority.certificatePem(), admin)));
    }

    @Override
    public void close() {
        controllers.forEach(ControllerDriver::close);
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
