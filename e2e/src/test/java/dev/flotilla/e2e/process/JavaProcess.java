package dev.flotilla.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Java process of ours that can be ended, killed and started again. It does not outlive this one. What it prints is
 * appended to its log.
 */
public final class JavaProcess implements AutoCloseable {
    private static final Duration KILLED_MAX = Duration.ofSeconds(10);
    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final String name;
    private final Path log;
    private final List<String> line;
    private volatile Optional<Process> process = Optional.empty();

    /** @param arguments a main class and what it is given */
    public JavaProcess(String name, Path log, List<String> arguments) {
        this(name, log, List.of(), arguments);
    }

    /** @param options of Java, beside those that all have, and stronger than they are */
    public JavaProcess(String name, Path log, List<String> options, List<String> arguments) {
        this.name = name;
        this.log = log;
        this.line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:+UseCompactObjectHeaders",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "end-" + name));
    }

    /** Of the process, if it runs. */
    public Optional<Long> pid() {
        return process.filter(Process::isAlive).map(Process::pid);
    }

    /** Whether it runs. */
    public boolean alive() {
        return pid().isPresent();
    }

    /** What it has printed, all its runs. */
    public Path log() {
        return log;
    }

    /** Does nothing if it runs. */
    public synchronized void start() {
        if (alive()) {
            return;
        }
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            process = Optional.of(new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + name, failed);
        }
    }

    /** As an orderly restart does, which waits until it has ended. */
    public void end() {
        process.ifPresent(Process::destroy);
        if (alive() && exited(END_MAX).isEmpty()) {
            throw new AssertionError(name + " does not end; its log is " + log);
        }
    }

    /** The code that it ends with by itself; empty if it does not within that time, or was never started. */
    public OptionalInt exited(Duration max) {
        Optional<Process> waitedFor = process;
        try {
            return waitedFor.isPresent() && waitedFor.get().waitFor(max)
                    ? OptionalInt.of(waitedFor.get().exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** As {@code kill -9} does, also to one that is stopped. */
    public void kill() {
        process.ifPresent(Process::destroyForcibly);
        exited(KILLED_MAX);
    }

    /** The same to all of them at once. */
    public static void kill(Collection<JavaProcess> all) {
        all.forEach(each -> each.process.ifPresent(Process::destroyForcibly));
        all.forEach(JavaProcess::kill);
    }

    /** Sends it a signal, as {@link #signal(long, String)} does. */
    public void signal(String signal) {
        pid().ifPresent(pid -> signal(pid, signal));
    }

    /** @param signal as {@code kill} calls it; a process that has ended does not mind */
    public static void signal(long pid, String signal) {
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
