package dev.flotilla.e2e.member;

import dev.flotilla.e2e.process.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real etcd, kube-apiserver and kube-controller-manager, as {@code e2e/envtest/run} starts them. They end with this
 * process, because they end when their standard input, a pipe from here, closes.
 */
public final class RealApiServerMember implements Member {
    public static final String SKIPPED =
            "SKIPPED: the member contract against a real kube-apiserver: none in KUBEBUILDER_ASSETS,"
                    + " /usr/local/kubebuilder/bin or the cache of e2e/envtest/build; run that script to have one";
    private static final Path ENVTEST = Path.of(System.getProperty("envtest", "envtest"));
    private static final long STOP_SECONDS_MAX = 20;

    private final Process process;
    private final Path kubeconfig;
    private final Api api;

    private RealApiServerMember(Process process, Path kubeconfig) {
        this.process = process;
        this.kubeconfig = kubeconfig;
        this.api = Api.of(kubeconfig);
    }

    /** Starts one; empty if there are no binaries for it. */
    public static Optional<RealApiServerMember> find() {
        return assets().map(assets -> start(assets, "--with-controllers"));
    }

    /** One that nobody writes to but the test: without kube-controller-manager. */
    public static Optional<RealApiServerMember> alone() {
        return assets().map(RealApiServerMember::start);
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Api api() {
        return api;
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public void close() {
        api.close();
        try {
            process.getOutputStream().close();
            process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            Files.deleteIfExists(kubeconfig);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot end the API server", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "kube-apiserver";
    }

    private static Optional<Path> assets() {
        String named = System.getenv().getOrDefault("KUBEBUILDER_ASSETS", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(RealApiServerMember::holdsServer);
        }
        return Optional.of(Path.of("/usr/local/kubebuilder/bin"))
                .filter(RealApiServerMember::holdsServer)
                .or(() -> built().filter(RealApiServerMember::holdsServer));
    }

    private static boolean holdsServer(Path directory) {
        return Files.isExecutable(directory.resolve("kube-apiserver"))
                && Files.isExecutable(directory.resolve("etcd"))
                && Files.isExecutable(directory.resolve("kube-controller-manager"));
    }

    private static Optional<Path> built() {
        try {
            Process print = new ProcessBuilder(ENVTEST.resolve("build").toString(), "--print-directory")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return printed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(printed.lines().toList().getLast()));
        } catch (IOException noBash) {
            return Optional.empty();
        }
    }

    private static RealApiServerMember start(Path assets, String... options) {
        try {
            Path kubeconfig = Files.createTempFile("kube-apiserver", ".kubeconfig");
            Path log = Files.createTempFile("kube-apiserver", ".log");
            List<String> command = new ArrayList<>(List.of(
                    ENVTEST.resolve("run").toString(),
                    "--assets",
                    assets.toString(),
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--name",
                    "kube-apiserver",
                    "--port",
                    Integer.toString(FreePorts.block(1))));
            command.addAll(List.of(options));
            command.addAll(List.of("--", "--enable-bootstrap-token-auth"));
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            awaitReady(process, log);
            Files.delete(log);
            return new RealApiServerMember(process, kubeconfig);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run " + ENVTEST.resolve("run"), failed);
        }
    }

    private static void awaitReady(Process process, Path log) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("READY ")) {
                return;
            }
        }
        throw new IllegalStateException("the kube-apiserver did not start: " + Files.readString(log));
    }
}
