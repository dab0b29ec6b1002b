package dev.flotilla.e2e.fleetview;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.search.SearchKinds;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.apiserver.ApiServer;
import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig;
import dev.flotilla.e2e.Kubectl;
import dev.flotilla.hub.FleetWindow;
import dev.flotilla.simulator.ClusterOptions;
import dev.flotilla.simulator.Fleet;
import dev.flotilla.simulator.SimulatedCluster;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hub's API over a store in memory, and simulated members that are joined to it; whoever the hub recognises may do
 * everything there, so that what is refused is refused by a member.
 */
final class FleetView implements AutoCloseable {
    static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters/";
    static final String FLEET = "/apis/search.karmada.io/v1alpha1/proxying/karmada/proxy";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final CertificateAuthority authority = CertificateAuthority.generate("hub-ca", Instant.now());
    private final CertificateAuthority membersAuthority = CertificateAuthority.generate("members-ca", Instant.now());
    private final Path directory;
    private final Fleet fleet;
    private final FleetWindow window;
    private final ApiServer hub;

    FleetView(String... members) {
        try {
            directory = Files.createTempDirectory("fleet-view");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        fleet = Fleet.start(
                Stream.of(members).map(name -> ClusterOptions.of(name, "eu", 0)).toList(),
                membersAuthority,
                vertx,
                InstantSource.system());
        SnapshotCatalog catalog =
                SnapshotCatalog.of(FederationTypes.customResourceDefinitions(), SearchKinds.additions());
        ApiServerConfig.Builder api =
                ApiServerConfig.over(store).catalog(catalog).rules(FederationTypes::rules);
        letEverybodyReadAndWrite();
        window = FleetWindow.open(vertx, store, catalog, api);
        Identity server = authority.server("hub", List.of("localhost", "127.0.0.1"), Instant.now());
        hub = ApiServer.start(vertx, api.identified(server, authority.certificatePem()));
        Identity admin = membersAuthority.client("hub", List.of("system:masters"), Instant.now());
        for (SimulatedCluster each : fleet.clusters()) {
            join(
                    each.name(),
                    each.url(),
                    new Kubeconfig(
                                    each.name(),
                                    List.of(new Kubeconfig.Context(
                                            each.name(), each.url(), membersAuthority.certificatePem(), admin)))
                            .yaml());
        }
    }

    /** On the hub: what is tested is what members say. */
    private void letEverybodyReadAndWrite() {
        put(ObjectKey.of("rbac.authorization.k8s.io", "clusterroles", "", "everything"), """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"everything"},
                 "rules":[
                  {"verbs":["get","list","watch","create","update","patch","delete","deletecollection"],
                   "apiGroups":["*"],"resources":["*"]},
                  {"verbs":["*"],"nonResourceURLs":["*"]}]}""");
        put(ObjectKey.of("rbac.authorization.k8s.io", "clusterrolebindings", "", "everybody"), """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"everybody"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"everything"},
                 "subjects":[
                  {"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"system:authenticated"},
                  {"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"system:unauthenticated"}]}""");
    }

    /** Makes a cluster a member. */
    void join(String name, String server, String kubeconfig) {
        put(ObjectKey.of("", "secrets", "karmada-cluster", name), """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","namespace":"karmada-cluster"},
                 "data":{"kubeconfig":"%s"}}""".formatted(
                        name, Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8))));
        put(ObjectKey.of("cluster.karmada.io", "clusters", "", name), """
                {"apiVersion":"cluster.karmada.io/v1alpha1","kind":"Cluster","metadata":{"name":"%s"},
                 "spec":{"syncMode":"Push","apiEndpoint":"%s",
                         "secretRef":{"namespace":"karmada-cluster","name":"%s"}}}""".formatted(name, server, name));
    }

    void put(ObjectKey key, String json) {
        ObjectNode object = ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
        object.withObjectProperty("metadata")
                .put("uid", key.toString())
                .put("creationTimestamp", "2026-01-01T00:00:00Z");
        store.commit(new Commit(
                List.of(new Write.Put(key, ObjectJson.encode(object))), List.of(), Commit.Origin.CLIENT, "test"));
    }

    SimulatedCluster member(String name) {
        return fleet.named(name).getFirst();
    }

    /** kubectl with the hub's server address followed by a prefix. */
    Kubectl kubectl(String prefix, String user, String... groups) {
        Identity identity = authority.client(user, List.of(groups), Instant.now());
        Path file = directory.resolve(user + Integer.toHexString(prefix.hashCode()) + ".kubeconfig");
        try {
            new Kubeconfig(
                            "view",
                            List.of(new Kubeconfig.Context(
                                    "view", hub.url() + prefix, authority.certificatePem(), identity)))
                    .write(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Kubectl(Kubectl.with(file, "default")
                .command()
                .with("--cache-dir", directory.resolve("cache").toString()));
    }

    /** kubectl in one member, through the hub. */
    Kubectl through(String cluster) {
        return kubectl(CLUSTERS + cluster + "/proxy", "admin", "system:masters");
    }

    /** kubectl over all members, through the hub. */
    Kubectl over() {
        return kubectl(FLEET, "admin", "system:masters");
    }

    /** Runs a pod in a member, through the hub, and waits until it is ready. */
    void run(String cluster, String pod) {
        through(cluster)
                .run("run " + pod + " --image=registry.example/web:1 --port=8080 --env=COLOUR=blue --labels=app=" + pod)
                .succeeded();
        await("pod " + pod + " ready in " + cluster)
                .atMost(PATIENCE)
                .until(() -> through(cluster)
                        .run("get pod " + pod + " -o jsonpath={.status.phase}")
                        .output()
                        .equals("Running"));
    }

    @Override
    public void close() {
        hub.close();
        window.close();
        fleet.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
