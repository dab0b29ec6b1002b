package dev.flotilla.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of this machine and the arguments of its every call.
 *
 * @param line the program first
 */
public record Command(List<String> line) {
    private static final long SECONDS_MAX = 90;

    /** What a call ended with; output and errors together, as a person sees them. */
    public record Outcome(int exit, String output) {
        public Outcome succeeded() {
            if (exit != 0) {
                throw new AssertionError("ended with " + exit + ": " + output);
            }
            return this;
        }
    }

    /** The same with more arguments in every call. */
    public Command with(String... arguments) {
        return new Command(Stream.concat(line.stream(), Stream.of(arguments)).toList());
    }

    /** @param input what the program reads */
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
                throw new AssertionError(with(arguments) + " does not end: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Starts the program and leaves it running; its output is in {@code process.getInputStream()}. */
    public Process start(String... arguments) {
        try {
            return new ProcessBuilder(with(arguments).line)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run " + line.getFirst(), failed);
        }
    }
}
