package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Java process of ours that can be killed, stopped and started again. */
final class Server implements AutoCloseable {
    private static final int END_SECONDS_MAX = 10;

    private final String name;
    private final Path log;
    private final List<String> line;
    private Optional<Process> process = Optional.empty();

    /** @param arguments a main class and what it is given */
    Server(String name, Path log, String... arguments) {
        this.name = name;
        this.log = log;
        this.line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:+UseCompactObjectHeaders",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        line.addAll(List.of(arguments));
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    /** Does nothing if it runs. */
    synchronized void start() {
        if (process.filter(Process::isAlive).isPresent()) {
            return;
        }
        try {
            process = Optional.of(new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + name, failed);
        }
    }

    /** As {@code kill -9} does, also to one that is stopped. */
    synchronized void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            try {
                running.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** It keeps its sockets and does nothing, until {@link #resume()}. */
    void stop() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private synchronized void signal(String signal) {
        process.filter(Process::isAlive).ifPresent(running -> {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid()))
                        .start()
                        .waitFor();
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot signal " + name, failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        kill();
    }
}
