package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Java process of ours that can be killed and started again. It does not outlive this one. */
final class Server implements AutoCloseable {
    private static final int END_SECONDS_MAX = 10;

    private final String name;
    private final Path log;
    private final List<String> line;
    private Optional<Process> process = Optional.empty();

    /** @param arguments a main class and what it is given */
    Server(String name, Path log, List<String> arguments) {
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
        line.addAll(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "end-" + name));
    }

    /** Of the process, if it runs. */
    synchronized Optional<Long> pid() {
        return process.filter(Process::isAlive).map(Process::pid);
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

    /** @param signal as {@code kill} calls it; a process that has ended does not mind */
    static void signal(long pid, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot signal " + pid, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
