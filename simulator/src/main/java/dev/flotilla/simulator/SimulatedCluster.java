package dev.flotilla.simulator;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.ApiServer;
import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.rbac.BootstrapPolicy;
import dev.flotilla.apiserver.write.ServiceAddresses;
import dev.flotilla.simulator.fault.Fault;
import dev.flotilla.simulator.fault.FaultGate;
import dev.flotilla.simulator.loop.ControllerThread;
import dev.flotilla.simulator.loop.Controllers;
import dev.flotilla.simulator.loop.MemberCommits;
import dev.flotilla.simulator.node.NodeObjects;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Ownership;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * One member cluster: an API server over memory, and the effects of Kubernetes' controllers on it. What it holds is
 * gone when it is closed; while it is unreachable it goes on by itself, as a cluster behind a cut cable does.
 */
public final class SimulatedCluster implements AutoCloseable {
    private static final List<String> FIRST_NAMESPACES =
            List.of("default", "kube-node-lease", "kube-public", "kube-system");
    private static final String SERVICE_NETWORK = "10.96.0.0";
    private static final int SERVICE_NETWORK_BITS = 16;

    private final ClusterOptions options;
    private final Vertx vertx;
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SnapshotCatalog catalog = SnapshotCatalog.of(List.of());
    private final InstantSource clock;
    private final FaultGate gate = new FaultGate();
    private final Identity certificate;
    private final String authorityPem;
    private final ControllerThread controllers;
    private final int port;
    private Optional<ApiServer> server;

    private SimulatedCluster(ClusterOptions options, CertificateAuthority authority, Vertx vertx, InstantSource clock) {
        this.options = options;
        this.vertx = vertx;
        this.clock = clock;
        this.certificate = authority.server(options.name(), List.of(options.name()), clock.instant());
        this.authorityPem = authority.certificatePem();
        begin();
        ApiServer listening = listen(options.port());
        this.server = Optional.of(listening);
        this.port = listening.port();
        this.controllers = ControllerThread.start("controllers-" + options.name(), clock, this::controllers);
    }

    /**
     * Listens before it returns.
     *
     * @param authority signs its certificate, and the clients' it believes
     * @throws IllegalStateException if its port is taken, with what to do
     */
    public static SimulatedCluster start(
            ClusterOptions options, CertificateAuthority authority, Vertx vertx, InstantSource clock) {
        return new SimulatedCluster(options, authority, vertx, clock);
    }

    private ApiServer listen(int onPort) {
        return ApiServer.start(
                vertx,
                ApiServerConfig.over(store)
                        .listen("127.0.0.1", onPort)
                        .catalog(catalog)
                        .clock(clock)
                        .addresses(ServiceAddresses.range(SERVICE_NETWORK, SERVICE_NETWORK_BITS))
                        .gate(gate)
                        .identified(certificate, authorityPem));
    }

    private Controllers controllers(Runnable onNews) {
        MemberCommits commits = new MemberCommits(new ObjectLifecycle(_ -> KindRules.NONE), catalog::at);
        long seed = UUID.randomUUID().getMostSignificantBits();
        return new Controllers(
                store,
                MemberControllers.all(catalog, options.pace(), authorityPem),
                commits,
                new SplittableRandom(seed),
                onNews);
    }

    private void begin() {
        Instant now = clock.instant();
        List<Effect> effects = new ArrayList<>();
        for (String namespace : FIRST_NAMESPACES) {
            ObjectKey key = Kind.NAMESPACE.key("", namespace);
            effects.add(new Effect.Create(
                    key, Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.NAMESPACE, key)));
        }
        for (ObjectNode node : NodeObjects.of(options.machines(), now)) {
            effects.add(new Effect.Create(
                    Kind.NODE.key("", node.path("metadata").path("name").asString("")), node));
        }
        effects.addAll(BootstrapPolicy.load().missing(store.snapshot()));
        EffectCommits commits = new EffectCommits(new ObjectLifecycle(_ -> KindRules.NONE), catalog::at);
        commits.commit(
                        store.snapshot(),
                        effects,
                        new WriteContext(now, UUID.randomUUID().toString(), "simulator"))
                .ifPresent(store::commit);
    }

    public String name() {
        return options.name();
    }

    public String region() {
        return options.region();
    }

    /** Its address, as a kubeconfig names it; the same whether it is reachable or not. */
    public String url() {
        return "https://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** What it holds, for looking at. */
    public Snapshot snapshot() {
        return store.snapshot();
    }

    public Fault fault() {
        return gate.fault();
    }

    /** Makes it behave so from now on; returns when it does. */
    public synchronized void set(Fault fault) {
        gate.set(fault);
        switch (fault) {
            case Fault.Unreachable _ -> {
                server.ifPresent(ApiServer::close);
                server = Optional.empty();
            }
            case Fault.None _, Fault.Slow _, Fault.Erroring _ -> server = server.or(() -> Optional.of(listen(port)));
        }
    }

    @Override
    public synchronized void close() {
        server.ifPresent(ApiServer::close);
        server = Optional.empty();
        controllers.close();
    }
}
