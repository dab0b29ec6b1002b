package dev.flotilla.e2e.hub;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A program over fabric8's client and a person with kubectl, as they are out of the box. What they are told in spite of
 * what their clients try again is written down.
 */
final class EverydayClients implements AutoCloseable {
    private static final String NAMESPACE = "default";
    private static final int PROGRAMS = 4;
    private static final long PACE_NANOS = 20_000_000;

    private final Path kubeconfig;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final KubernetesClient client;
    private final SharedIndexInformer<ConfigMap> informer;
    private volatile boolean ending;

    private EverydayClients(Path kubeconfig) throws IOException {
        this.kubeconfig = kubeconfig;
        Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.informer = client.configMaps().inNamespace(NAMESPACE).inform(new Counting());
    }

    static EverydayClients start(Path kubeconfig) throws IOException {
        EverydayClients clients = new EverydayClients(kubeconfig);
        for (int number = 0; number < PROGRAMS; number++) {
            String name = "everyday-" + number;
            clients.threads.add(Thread.startVirtualThread(() -> clients.repeat(() -> clients.program(name))));
        }
        if (Kubectl.isInstalled()) {
            clients.threads.add(Thread.startVirtualThread(() -> clients.repeat(clients::person)));
        }
        return clients;
    }

    private void repeat(Runnable work) {
        while (!ending) {
            try {
                work.run();
                done.incrementAndGet();
            } catch (RuntimeException told) {
                errors.add(told.toString());
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void program(String name) {
        var maps = client.configMaps().inNamespace(NAMESPACE);
        maps.withName(name).delete();
        maps.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .addToData("step", "1")
                        .build())
                .create();
        maps.withName(name)
                .edit(seen -> new ConfigMapBuilder(seen).addToData("step", "2").build());
        if (!"2".equals(maps.withName(name).get().getData().get("step"))) {
            errors.add(name + " has not what was written to it");
        }
        maps.list();
    }

    private void person() {
        Kubectl kubectl = Kubectl.with(kubeconfig, NAMESPACE);
        String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: by-hand}\ndata: {at: '" + done + "'}\n";
        told(kubectl.run(map, "apply", "-f", "-"));
        told(kubectl.run("get configmap by-hand -o jsonpath={.data.at}"));
    }

    private void told(Command.Outcome outcome) {
        if (outcome.exit() != 0) {
            errors.add("kubectl: " + outcome.output());
        }
    }

    /** What was done from beginning to end so far. */
    int done() {
        return done.get();
    }

    /** What the informer was told of. */
    int events() {
        return events.get();
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Whether the informer still follows. */
    boolean following() {
        return informer.isRunning() && informer.isWatching();
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
        client.close();
    }

    private final class Counting implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap map) {
            events.incrementAndGet();
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            events.incrementAndGet();
        }

        @Override
        public void onDelete(ConfigMap map, boolean unknown) {
            events.incrementAndGet();
        }
    }
}
