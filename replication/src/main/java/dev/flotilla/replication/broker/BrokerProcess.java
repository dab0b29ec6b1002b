package dev.flotilla.replication.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of {@link BrokerMain} as a child of this process. */
final class BrokerProcess {
    static final String LOG_FILE = "broker.log";
    private static final String ERROR_FILE = "broker.err";
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xshare:auto",
            "-XX:+ExitOnOutOfMemoryError",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");
    private static final List<String> FRUGAL_ALONE =
            List.of("-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx96m", "-Xmn12m");

    /** Connections over TLS, and what is sent to the other brokers, take more. */
    private static final List<String> FRUGAL_OF_SEVERAL =
            List.of("-XX:TieredStopAtLevel=1", "-Xms64m", "-Xmx256m", "-Xmn48m");

    private static final List<String> AMPLE = List.of("-Xms256m", "-Xmx512m", "-Xmn128m");

    private final Process process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /** Blocks until the broker serves, unless it is one of several. */
    static BrokerProcess start(EmbeddedBroker.Options options) throws IOException {
        Path directory = options.dataDirectory();
        Files.createDirectories(directory);
        BrokerOrder order =
                BrokerOrder.of(settings(options), ProcessHandle.current().pid());
        Process process = new ProcessBuilder(command(options))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(ERROR_FILE).toFile()))
                .start();
        BrokerProcess started = new BrokerProcess(process);
        try {
            started.tell(order);
            Thread.ofPlatform().daemon().name("flotilla-broker-output").start(started::readOutput);
            if (options.quorum().isEmpty()) {
                started.awaitReady(options);
            }
            return started;
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static BrokerSettings settings(EmbeddedBroker.Options options) throws IOException {
        Path directory = options.dataDirectory();
        return options.quorum().isPresent()
                ? BrokerSettings.member(
                        directory, options.fsync(), options.quorum().get())
                : BrokerSettings.alone(
                        directory,
                        options.port(),
                        Ports.freeBesides(options.port()),
                        options.fsync(),
                        LoopbackSecret.in(directory));
    }

    private static List<String> command(EmbeddedBroker.Options options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(memory(options));
        command.add("-Dlogback.configurationFile=dev/flotilla/replication/broker/broker-logback.xml");
        command.add("-Dflotilla.broker.log=" + options.dataDirectory().resolve(LOG_FILE));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(BrokerMain.class.getName());
        return command;
    }

    private static List<String> memory(EmbeddedBroker.Options options) {
        if (options.ample()) {
            return AMPLE;
        }
        return options.quorum().isPresent() ? FRUGAL_OF_SEVERAL : FRUGAL_ALONE;
    }

    /** The pipe stays open: its end is what tells the child to end. */
    private void tell(BrokerOrder order) throws IOException {
        Writer pipe = process.outputWriter(StandardCharsets.UTF_8);
        pipe.write(order.line());
        pipe.flush();
    }

    private void awaitReady(EmbeddedBroker.Options options) throws IOException {
        try {
            if (!ready.get(options.startTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the embedded broker ended at its start; see " + files(options));
            }
        } catch (TimeoutException e) {
            throw new IOException(
                    "the embedded broker did not serve within "
                            + options.startTimeout().toSeconds() + " s; see " + files(options),
                    e);
        } catch (ExecutionException e) {
            throw new IOException("the embedded broker's output could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the embedded broker started", e);
        }
    }

    static String files(EmbeddedBroker.Options options) {
        return options.dataDirectory().resolve(LOG_FILE) + " and "
                + options.dataDirectory().resolve(ERROR_FILE);
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(BrokerMain.READY)) {
                    ready.complete(true);
                }
            }
            ready.complete(false);
        } catch (IOException e) {
            ready.complete(false);
        }
    }

    /** Whether it has said that clients are served. */
    boolean serving() {
        return ready.getNow(false);
    }

    long pid() {
        return process.pid();
    }

    int awaitEnd() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Closes the pipe, which is what tells the child to end; kills it when it does not in time. */
    void end(Duration patience) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException alreadyGone) {
            // It is killed below, should it still be there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
