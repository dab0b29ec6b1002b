package dev.flotilla.hub;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.SchemaRules;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.search.SearchKinds;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.apiserver.ApiServer;
import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig;
import dev.flotilla.apiserver.rbac.RbacAuthorizer;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.write.ServiceAddresses;
import dev.flotilla.health.actor.FleetProbes;
import dev.flotilla.health.actor.ProbeSettings;
import dev.flotilla.health.actor.Pulse;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.extend.HttpExtenders;
import dev.flotilla.hub.peer.HubPeers;
import dev.flotilla.hub.query.ExplainPath;
import dev.flotilla.hub.vault.HubCipher;
import dev.flotilla.hub.vault.Vault;
import dev.flotilla.propagation.CopyPlan;
import dev.flotilla.propagation.Interpreters;
import dev.flotilla.propagation.Rendering;
import dev.flotilla.propagation.StatusSummary;
import dev.flotilla.propagation.Templates;
import dev.flotilla.propagation.WorkView;
import dev.flotilla.propagation.actor.Propagation;
import dev.flotilla.propagation.actor.PropagationSettings;
import dev.flotilla.propagation.member.MemberClients;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogStore;
import dev.flotilla.runtime.Controller;
import dev.flotilla.runtime.ControllerSettings;
import dev.flotilla.runtime.EffectsToCommit;
import dev.flotilla.runtime.Ownership;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node. Parts are started in the order in which they need each other (broker, log, API, controllers, members)
 * and ended in reverse.
 */
public final class HubNode implements AutoCloseable {
    /** Of the addresses that Services show on the hub. */
    private static final String SERVICE_NETWORK = "10.96.0.0";

    private static final int SERVICE_NETWORK_BITS = 12;
    private static final Logger LOGGER = LoggerFactory.getLogger(HubNode.class);
    private static final int PROCESS_ID_LENGTH = 8;
    private static final int EVENT_LOOPS = 2;
    private static final long HISTORY_BYTES_MIN = 8L << 20;
    private static final long HISTORY_BYTES_MAX = 64L << 20;
    private static final long HISTORY_SHARE = 64;
    private static final int CLOSE_SECONDS_MAX = 10;

    private final HubConfig config;
    private final InstantSource clock = InstantSource.system();
    private final PrometheusMeterRegistry metrics = HubMetrics.registry();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private Ownership ownership = Ownership.everything();
    private final SnapshotCatalog catalog =
            SnapshotCatalog.of(FederationTypes.customResourceDefinitions(), SearchKinds.additions());

    private volatile boolean ending;

    private HubNode(HubConfig config) {
        this.config = config;
    }

    /**
     * Returns when the API answers and the log has been read.
     *
     * @throws IOException if the data directory or the broker cannot be used; the message says what to do
     */
    public static HubNode start(HubConfig config) throws IOException {
        HubNode node = new HubNode(config);
        try {
            node.startParts();
            return node;
        } catch (IOException | RuntimeException failed) {
            node.close();
            throw failed;
        }
    }

    private void startParts() throws IOException {
        FrugalHeap.start().ifPresent(this::keep);
        DataDirectory.prepare(config.data());
        HubKeys keys = HubKeys.of(config, clock.instant());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        keep(() -> vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS));
        RecordCipher cipher = HubCipher.of(config, clock.instant());
        KafkaAccess kafka = keep(KafkaAccess.open(config));
        HubPeers peers = keep(HubPeers.open(config));
        LogStore store = openLog(vertx, kafka, cipher, keys, peers);
        String hubId = store.hubId();
        EffectsToCommit effects = effectsOver(store);
        ownership = peers.ownership(store);
        AutoCloseable membership = keep(peers.join(store, effects, clock));
        new SystemNamespaces(store, effects, clock).ensure();
        new DefaultRoles(store, effects, clock).ensure();
        new PlacementConfiguration(store, effects, clock)
                .ensure(config.placement().defaults());
        OnceMade once = new OnceMade(store, effects, clock);
        new DrillKey(once).ensure();
        TokenKeys.ensure(once, clock.instant());
        HubGate gate = keep(HubGate.open(config, new TokenKeys(store), clock, metrics));
        Interpreters interpreters = new Interpreters();
        Templates templates = new Templates(catalog::at);
        Rendering rendering = new Rendering(hubId, templates, interpreters);
        startApi(vertx, store, cipher, kafka, peers, new Works(new WorkView(templates, rendering)), keys, gate);
        ActorSystem<Void> system =
                keepActors(ActorSystem.create(org.apache.pekko.actor.typed.javadsl.Behaviors.empty(), "flotilla"));
        HttpExtenders extenders =
                keep(HttpExtenders.open(vertx, config.placement().extenders(), metrics));
        Controllers.all(catalog, config, extenders, new SurvivalMeters(metrics), hubId, process())
                .forEach(reconciler -> run(system, store, effects, reconciler));
        run(system, store, effects, gate.tokenSecrets(keys.authorityPem()));
        startMembers(
                system,
                store,
                new PropagationSettings(
                        hubId,
                        store,
                        ownership,
                        effects,
                        keep(new MemberClients(vertx)),
                        new CopyPlan(templates, rendering),
                        interpreters,
                        new StatusSummary(templates, interpreters),
                        clock,
                        metrics));
        keep(membership);
        LOGGER.atInfo()
                .addKeyValue("port", config.api().port())
                .addKeyValue("hub", hubId)
                .log("the hub is ready");
    }

    /** A watch that falls behind by more lists anew; a hub with room remembers longer. */
    static long historyBytes(long heapBytes) {
        return Math.clamp(heapBytes / HISTORY_SHARE, HISTORY_BYTES_MIN, HISTORY_BYTES_MAX);
    }

    /** Controllers commit by the same rules as clients. */
    private EffectsToCommit effectsOver(LogStore store) {
        ObjectLifecycle lifecycle = new ObjectLifecycle(type ->
                SchemaRules.of(type, catalog.at(store.snapshot()).definition(type), FederationTypes.rules(type)));
        return new EffectCommits(lifecycle, catalog::at)::commit;
    }

    /** This node, in this life. */
    private String process() {
        return config.node() + "-" + UUID.randomUUID().toString().substring(0, PROCESS_ID_LENGTH);
    }

    /** While it waits, whoever asks the node is told what for. */
    private LogStore openLog(Vertx vertx, KafkaAccess kafka, RecordCipher cipher, HubKeys keys, HubPeers peers)
            throws IOException {
        LogOpening opening = new LogOpening(kafka, cipher);
        if (config.api().port() == 0) {
            return readLog(opening, peers);
        }
        try (Antechamber _ = Antechamber.open(vertx, config.api(), keys.server(), opening::missing)) {
            return readLog(opening, peers);
        }
    }

    private LogStore readLog(LogOpening opening, HubPeers peers) throws IOException {
        long history = historyBytes(Runtime.getRuntime().maxMemory());
        LogStore store = keep(opening.open(config, Controllers.guards(), history, metrics, peers.link()));
        opening.await(store);
        return store;
    }

    private void startApi(
            Vertx vertx,
            LogStore store,
            RecordCipher cipher,
            KafkaAccess kafka,
            HubPeers peers,
            Works works,
            HubKeys keys,
            HubGate gate)
            throws IOException {
        ApiServerConfig.Builder configured = ApiServerConfig.over(store)
                .listen(config.api().host(), config.api().port())
                .catalog(catalog)
                .rules(FederationTypes::rules)
                .computed(works)
                .computed(new ReplicaSets())
                .addresses(ServiceAddresses.nominal(SERVICE_NETWORK, SERVICE_NETWORK_BITS))
                .path("/metrics", _ -> ApiResponse.text(200, metrics.scrape()))
                .readiness(
                        "log",
                        () -> LogOpening.problem(store.health(), config.timing().behind(), peers.ahead(store.health())))
                .readiness("broker", kafka::onlyBrokerProblem)
                .readiness("shutdown", () -> ending ? Optional.of("this node is ending") : Optional.empty())
                .meters(metrics)
                .security(gate.options());
        Vault.open(store, cipher, clock, configured);
        configured.path(ExplainPath.PATH, new ExplainPath(store, new RbacAuthorizer(store::snapshot), clock));
        keep(FleetWindow.open(vertx, store, catalog, configured));
        ApiServerConfig api = configured.identified(keys.server(), keys.authorityPem() + gate.moreAuthorities());
        ApiServer server = keep(ApiServer.start(vertx, api));
        if (keys.admin().isPresent()) {
            Identity admin = keys.admin().get();
            new Kubeconfig("hub", List.of(new Kubeconfig.Context("hub", server.url(), keys.authorityPem(), admin)))
                    .write(config.adminKubeconfig());
        }
    }

    private void run(ActorSystem<Void> system, LogStore store, EffectsToCommit effects, Reconciler reconciler) {
        ControllerSettings settings =
                new ControllerSettings(reconciler, store, ownership, effects, clock, ControllerSettings.RETRY, metrics);
        system.systemActorOf(
                Controller.create(settings),
                "controller-" + reconciler.name(),
                org.apache.pekko.actor.typed.Props.empty());
    }

    private void startMembers(ActorSystem<Void> system, LogStore store, PropagationSettings settings) {
        ClusterClients probes = keep(new ClusterClients(settings.clients()));
        ProbeSettings probing = new ProbeSettings(
                store,
                ownership,
                settings.effects(),
                new ClientProbe(probes, clock, config.health().probeMax()),
                config.health(),
                keep(Pulse.start()),
                clock);
        system.systemActorOf(FleetProbes.create(probing), "fleet-probes", org.apache.pekko.actor.typed.Props.empty());
        system.systemActorOf(Propagation.create(settings), "propagation", org.apache.pekko.actor.typed.Props.empty());
    }

    private ActorSystem<Void> keepActors(ActorSystem<Void> system) {
        keep(() -> {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        });
        return system;
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    /**
     * Ends the node without a gap for clients that have others to go to: it tells that it is not ready, goes on for the
     * configured while, and then ends part after part.
     */
    public void drain() {
        ending = true;
        try {
            Thread.sleep(config.timing().drain());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        ending = true;
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception failed) {
                LOGGER.atWarn().setCause(failed).log("a part did not end as it should");
            }
        }
    }
}
