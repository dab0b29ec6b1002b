package dev.flotilla.cli.local;

import dev.flotilla.cli.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts and ends our own processes, each known by its id and the moment it began. */
public final class LocalProcess {
    /** The C library's default is eight for each processor, most of which lie about half used. */
    private static final String MALLOC_ARENAS = "2";

    private LocalProcess() {}

    /**
     * Starts another {@code flotilla} process that outlives this one and its terminal.
     *
     * @param jvm options for its Java
     * @param log where its output goes, appended
     */
    public static LocalState.Started start(List<String> jvm, List<String> command, Path log) {
        List<String> line = new ArrayList<>(detacher());
        line.add(javaBinary());
        line.addAll(jvm);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.flotilla.cli.Flotilla"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", MALLOC_ARENAS);
        try {
            Files.createDirectories(log.getParent());
            return started(builder.start().toHandle());
        } catch (IOException failed) {
            throw new UserError("cannot start '" + String.join(" ", command) + "': " + failed.getMessage(), failed);
        }
    }

    /** The process, if it is still the one that was started. */
    public static Optional<ProcessHandle> alive(LocalState.Started started) {
        return ProcessHandle.of(started.pid())
                .filter(ProcessHandle::isAlive)
                .filter(handle -> startOf(handle) == started.startedAt());
    }

    /**
     * Asks the process to end, then ends it.
     *
     * @return whether there was one
     */
    public static boolean stop(LocalState.Started started, Duration patience) {
        Optional<ProcessHandle> process = alive(started);
        process.ifPresent(handle -> {
            handle.destroy();
            if (!awaitEnd(handle, patience)) {
                handle.destroyForcibly();
                awaitEnd(handle, patience);
            }
        });
        return process.isPresent();
    }

    private static boolean awaitEnd(ProcessHandle handle, Duration patience) {
        try {
            handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException gone) {
            return true;
        }
    }

    private static LocalState.Started started(ProcessHandle handle) {
        return new LocalState.Started(handle.pid(), startOf(handle));
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }

    private static String javaBinary() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** {@code setsid} execs in place, so the process id stays that of the Java it becomes. */
    private static List<String> detacher() {
        boolean available =
                List.of("/usr/bin/setsid", "/bin/setsid").stream().anyMatch(path -> new File(path).canExecute());
        return available ? List.of("setsid") : List.of("nohup");
    }
}
