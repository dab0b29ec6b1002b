package dev.flotilla.cli.bench.api;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.bench.ProcessUsage;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A kube-apiserver over an etcd that, unless told otherwise, forces the disk at every commit. Controllers are left out:
 * the hub's do nothing here either.
 */
final class KubeApiServerSubject implements Subject {
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final int STOP_SECONDS_MAX = 10;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Kubeconfig kubeconfig;
    private final boolean fsync;

    private KubeApiServerSubject(Path directory, Kubeconfig kubeconfig, boolean fsync) {
        this.directory = directory;
        this.fsync = fsync;
        this.kubeconfig = kubeconfig;
    }

    /** @param assets holds the programs {@code etcd} and {@code kube-apiserver} */
    static KubeApiServerSubject start(Path assets, int port) throws IOException {
        return start(assets, port, true);
    }

    /** @param fsync false for an etcd that may lose what it has acknowledged */
    static KubeApiServerSubject start(Path assets, int port, boolean fsync) throws IOException {
        Path directory = Files.createTempDirectory("flotilla-bench-peer");
        CertificateAuthority authority = CertificateAuthority.generate("bench-ca", Instant.now());
        Identity server = authority.server("kube-apiserver", List.of(), Instant.now());
        Identity admin = authority.client("admin", List.of("system:masters"), Instant.now());
        Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
        Files.writeString(directory.resolve("server.crt"), server.certificatePem());
        Files.writeString(directory.resolve("server.key"), server.keyPem());
        KubeApiServerSubject subject = new KubeApiServerSubject(
                directory,
                new Kubeconfig(
                        "peer",
                        "https://127.0.0.1:" + port,
                        Optional.of(authority.certificatePem()),
                        Optional.of(admin.certificatePem()),
                        Optional.of(admin.keyPem()),
                        Optional.empty(),
                        false),
                fsync);
        Runtime.getRuntime().addShutdownHook(new Thread(subject::stop, "peer-end"));
        try {
            subject.run(assets, port);
            subject.awaitReady();
            return subject;
        } catch (IOException | RuntimeException failed) {
            subject.stop();
            throw failed;
        }
    }

    private void run(Path assets, int port) throws IOException {
        String socket = "unix://etcd.sock:0";
        start(
                assets.resolve("etcd"),
                List.of(
                        "--unsafe-no-fsync=" + !fsync,
                        "--data-dir=etcd",
                        "--log-level=warn",
                        "--quota-backend-bytes=4294967296",
                        "--listen-client-urls=" + socket,
                        "--advertise-client-urls=" + socket,
                        "--listen-peer-urls=http://127.0.0.1:0"));
        start(
                assets.resolve("kube-apiserver"),
                List.of(
                        "--etcd-servers=" + socket,
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--advertise-address=127.0.0.1",
                        "--endpoint-reconciler-type=none",
                        "--service-cluster-ip-range=10.96.0.0/16",
                        "--tls-cert-file=server.crt",
                        "--tls-private-key-file=server.key",
                        "--client-ca-file=ca.crt",
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://bench",
                        "--service-account-key-file=server.crt",
                        "--service-account-signing-key-file=server.key",
                        "--disable-admission-plugins=ServiceAccount"));
    }

    private void start(Path program, List<String> flags) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
        line.addAll(flags);
        processes.add(new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        directory.resolve(program.getFileName() + ".log").toFile())
                .start());
    }

    private void awaitReady() {
        Waiting.until(
                START_MAX,
                () -> {
                    failIfOneEnded();
                    try (KubeClient client = new KubeClient(kubeconfig)) {
                        return client.text("/readyz").strip().equals("ok") ? Optional.of(true) : Optional.empty();
                    } catch (UserError notYet) {
                        return Optional.empty();
                    }
                },
                () -> "the kube-apiserver did not become ready; see " + directory);
    }

    private void failIfOneEnded() {
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new UserError("etcd or kube-apiserver ended with " + process.exitValue() + "; its log in "
                        + directory + " says why");
            }
        }
    }

    @Override
    public String prefix() {
        return fsync ? "peer." : "peer.noFsync.";
    }

    @Override
    public Kubeconfig kubeconfig() {
        return kubeconfig;
    }

    @Override
    public ProcessUsage usage() {
        return processes.stream()
                .map(process -> ProcessUsage.ofTree(process.pid()))
                .reduce(ProcessUsage.NONE, ProcessUsage::plus);
    }

    /** By the server's own metrics, after its profiler has made it collect. */
    @Override
    public long liveBytes() {
        try (KubeClient client = new KubeClient(kubeconfig)) {
            client.text("/debug/pprof/heap?gc=1&debug=1");
            String metrics = client.text("/metrics");
            return metric(metrics, "go_memstats_heap_alloc_bytes ") + metric(metrics, "go_memstats_stack_inuse_bytes ");
        }
    }

    private static long metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new UserError("the kube-apiserver has no metric " + name));
    }

    private void stop() {
        for (Process process : processes.reversed()) {
            process.destroy();
            try {
                if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UserError("cannot empty " + directory + ": " + failed.getMessage(), failed);
        }
    }
}
