package dev.flotilla.simulator;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A fleet as a process of its own, so that the hub can die and come back while its members live. Its directory holds
 * its certificate authority, which outlives it, and what says where the clusters are; what the clusters hold is in
 * memory and ends with it.
 */
public final class SimulatorProcess implements AutoCloseable {
    /** The line that says that every cluster can be reached. */
    public static final String READY = "READY";

    private static final int TOKEN_BYTES = 32;
    private static final int CLOSE_SECONDS_MAX = 10;

    private final Vertx vertx;
    private final Fleet fleet;
    private final AdminEndpoint admin;

    private SimulatorProcess(Vertx vertx, Fleet fleet, AdminEndpoint admin) {
        this.vertx = vertx;
        this.fleet = fleet;
        this.admin = admin;
    }

    /**
     * Runs until the input ends or the process is asked to; what is called by the command line.
     *
     * @param in a pipe from whoever started it, or one that never ends
     * @throws IOException if its directory cannot be written
     * @throws IllegalStateException if a port is taken, with what to do
     */
    public static void run(FleetOptions options, InputStream in, PrintStream out) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (SimulatorProcess running = start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(end, ended), "simulator-shutdown"));
            Thread.ofVirtual().start(() -> drain(in, end));
            running.fleet.clusters().forEach(each -> out.println(each.name() + " " + each.region() + " " + each.url()));
            out.println(READY);
            out.flush();
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            if (!ended.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(InputStream in, CountDownLatch end) {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException _) {
            // A pipe that cannot be read any more has ended.
        }
        end.countDown();
    }

    /** Starts the fleet in this process and writes where it is. */
    public static SimulatorProcess start(FleetOptions options) throws IOException {
        Path directory = options.directory();
        PrivateFiles.directory(directory);
        Instant now = InstantSource.system().instant();
        CertificateAuthority authority = authority(directory, now);
        Identity adminIdentity = authority.client("flotilla-admin", List.of("system:masters"), now);
        Vertx vertx = Vertx.vertx();
        try {
            Fleet fleet = Fleet.start(options.clusters(), authority, vertx, InstantSource.system());
            String token = token();
            AdminEndpoint admin = AdminEndpoint.start(vertx, fleet, token, options.adminPort());
            PrivateFiles.write(directory.resolve(PrivateFiles.TOKEN), token);
            PrivateFiles.write(directory.resolve(PrivateFiles.ADMIN), adminIdentity);
            SimulatorState state = state(options, fleet, admin.port());
            for (Kubeconfig.Context context : contexts(state, authority, adminIdentity)) {
                new Kubeconfig(context.name(), List.of(context)).write(directory.resolve(kubeconfig(context.name())));
            }
            state.write(directory);
            return new SimulatorProcess(vertx, fleet, admin);
        } catch (IOException | RuntimeException failed) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            throw failed;
        }
    }

    public Fleet fleet() {
        return fleet;
    }

    private static CertificateAuthority authority(Path directory, Instant now) throws IOException {
        Path file = directory.resolve(PrivateFiles.AUTHORITY);
        if (PrivateFiles.hasIdentity(file)) {
            return CertificateAuthority.load(PrivateFiles.identity(file));
        }
        CertificateAuthority generated = CertificateAuthority.generate("flotilla-simulator", now);
        PrivateFiles.write(file, generated.identity());
        return generated;
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String kubeconfig(String cluster) {
        return cluster + ".kubeconfig";
    }

    private static SimulatorState state(FleetOptions options, Fleet fleet, int adminPort) {
        List<SimulatorState.Member> members = options.clusters().stream()
                .map(each -> new SimulatorState.Member(
                        each.name(),
                        each.region(),
                        each.zones(),
                        fleet.named(each.name()).getFirst().url(),
                        kubeconfig(each.name())))
                .toList();
        return new SimulatorState(ProcessHandle.current().pid(), adminPort, members);
    }

    private static List<Kubeconfig.Context> contexts(
            SimulatorState state, CertificateAuthority authority, Identity admin) {
        return state.clusters().stream()
                .map(each -> new Kubeconfig.Context(each.name(), each.endpoint(), authority.certificatePem(), admin))
                .toList();
    }

    @Override
    public void close() {
        admin.close();
        fleet.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
