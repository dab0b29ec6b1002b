package dev.flotilla.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The kubectl of this machine.
 *
 * @param prefix arguments of every call: which kubeconfig, context and namespace
 */
public record Kubectl(List<String> prefix) {
    private static final long SECONDS_MAX = 90;

    /** What a call ended with; output and errors together, as a person sees them. */
    public record Outcome(int exit, String output) {
        public Outcome succeeded() {
            if (exit != 0) {
                throw new AssertionError("kubectl ended with " + exit + ": " + output);
            }
            return this;
        }
    }

    public static boolean isInstalled() {
        return binary() != null;
    }

    public static Kubectl with(Path kubeconfig, String namespace) {
        return new Kubectl(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", namespace));
    }

    public Kubectl context(String context) {
        List<String> more = new ArrayList<>(prefix);
        more.addAll(List.of("--context", context));
        return new Kubectl(more);
    }

    /** Runs a command whose arguments are separated by blanks. */
    public Outcome run(String arguments) {
        return run("", arguments.split(" "));
    }

    /** @param input what the command reads, as {@code -f -} does */
    public Outcome run(String input, String... arguments) {
        Process process = start(arguments);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedBeforeReading) {
            // Its exit code and output tell.
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kubectl " + String.join(" ", arguments) + " does not end: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Starts a command and leaves it running; its output is in {@code process.getInputStream()}. */
    public Process start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(String.valueOf(binary())));
        command.addAll(prefix);
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run kubectl", failed);
        }
    }

    private static @org.jspecify.annotations.Nullable Path binary() {
        String path = System.getenv("KUBEBUILDER_ASSETS") + ":" + System.getenv("PATH");
        for (String directory : path.split(":")) {
            Path candidate = Path.of(directory, "kubectl");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
