package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.client.FleetView;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.client.Membership;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.e2e.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Simulated members in a process of their own, which goes through no fault, and what is copied to them. */
final class FaultyMembers implements AutoCloseable {
    static final String COPIED = "copied";
    static final List<String> NAMES = List.of("m1", "m2");
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final String MAPS = Workload.MAPS;

    private final DataDirectory data;
    private final JavaProcess process;
    private final List<KubeClient> clients = new ArrayList<>();
    private final List<CopyWatcher> watchers = new ArrayList<>();

    private FaultyMembers(DataDirectory data, JavaProcess process) {
        this.data = data;
        this.process = process;
    }

    /** Whether a key of a workload goes to the members: a few do, as copies cost more than objects. */
    static boolean copied(String key) {
        return key.endsWith("-0") || key.endsWith("-1") || key.endsWith("-2");
    }

    /** Starts their process, and does not wait for it. */
    static FaultyMembers launch(Path directory) {
        DataDirectory data = new DataDirectory(directory.resolve("members"));
        data.create();
        List<String> line = Stream.concat(
                        Stream.of(
                                "dev.flotilla.cli.Flotilla",
                                "sim",
                                "run",
                                "--data",
                                data.root().toString()),
                        NAMES.stream().flatMap(name -> Stream.of("--member", name + "=eu")))
                .toList();
        JavaProcess process = new JavaProcess("members", directory.resolve("members.log"), line);
        process.start();
        return new FaultyMembers(data, process);
    }

    /** Returns when the hub has seen them ready and will copy to them. */
    void join(KubeClient hub) {
        List<Path> files = NAMES.stream()
                .map(name -> data.simulator().resolve(name + ".kubeconfig"))
                .toList();
        await("the members").atMost(START_MAX).until(() -> files.stream().allMatch(Files::exists));
        for (int index = 0; index < NAMES.size(); index++) {
            Kubeconfig member = Kubeconfig.read(files.get(index), Optional.empty());
            KubeClient client = new KubeClient(member);
            clients.add(client);
            await("a member to answer")
                    .atMost(START_MAX)
                    .ignoreExceptions()
                    .until(() -> client.get(MAPS).isPresent());
            new Membership(hub).join(NAMES.get(index), member, new Membership.Location("eu", List.of(), "simulator"));
            watchers.add(CopyWatcher.start(NAMES.get(index), client));
        }
        await("the members to be ready")
                .atMost(START_MAX)
                .until(() -> new FleetView(hub)
                                .members().stream()
                                        .filter(member -> member.ready().equals("True"))
                                        .count()
                        == NAMES.size());
        hub.apply("/apis/policy.karmada.io/v1alpha1/namespaces/default/propagationpolicies/" + COPIED, policy());
    }

    private static ObjectNode policy() {
        ObjectNode policy = ObjectJson.mapper().createObjectNode();
        policy.put("apiVersion", "policy.karmada.io/v1alpha1").put("kind", "PropagationPolicy");
        policy.putObject("metadata").put("name", COPIED);
        ObjectNode spec = policy.putObject("spec");
        ObjectNode selector = spec.putArray("resourceSelectors").addObject();
        selector.put("apiVersion", "v1").put("kind", "ConfigMap");
        selector.putObject("labelSelector").putObject("matchLabels").put(COPIED, "yes");
        Evicted.tolerate(spec.putObject("placement"));
        return policy;
    }

    /** What was seen in the members so far, member by member in order. */
    List<Copies.Event> events() {
        return watchers.stream().flatMap(watcher -> watcher.events().stream()).toList();
    }

    /** Whether all of them hold just what the hub's log has at last. */
    boolean hold(Truth truth) {
        List<String> wanted = truth.last().values().stream()
                .filter(change -> copied(change.key()))
                .map(change -> change.key() + "=" + change.value().orElse(""))
                .sorted()
                .toList();
        return clients.stream().allMatch(client -> held(client, truth).equals(wanted));
    }

    private static List<String> held(KubeClient client, Truth truth) {
        return client.get(MAPS)
                .orElseThrow()
                .path("items")
                .valueStream()
                .filter(item -> !truth.of(item.at("/metadata/name").asString()).isEmpty())
                .map(item -> item.at("/metadata/name").asString() + "="
                        + item.at("/data/value").asString(""))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        watchers.forEach(CopyWatcher::close);
        clients.forEach(KubeClient::close);
        process.close();
    }
}
