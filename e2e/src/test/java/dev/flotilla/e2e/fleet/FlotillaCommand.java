package dev.flotilla.e2e.fleet;

import dev.flotilla.api.store.ObjectJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The {@code flotilla} command, run in a process of its own as a person runs it. */
final class FlotillaCommand {
    private static final int SECONDS_MAX = 60;

    private FlotillaCommand() {}

    /** @param out what it printed; {@code err} the same of its error output */
    record Outcome(int exitCode, String out, String err) {
        JsonNode json() {
            return ObjectJson.mapper().readTree(out);
        }
    }

    /** @param arguments without {@code --data} */
    static Outcome run(LocalFleetFixture fleet, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.flotilla.cli.Flotilla"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", fleet.directory().root().toString()));
        try {
            Process process = new ProcessBuilder(line).start();
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> read(process.errorReader()::transferTo));
            String out = read(process.inputReader(StandardCharsets.UTF_8)::transferTo);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end within " + SECONDS_MAX + " s");
            }
            return new Outcome(process.exitValue(), out, err.join());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run " + line, failed);
        }
    }

    @FunctionalInterface
    private interface Source {
        long transferTo(java.io.Writer into) throws IOException;
    }

    private static String read(Source source) {
        try (java.io.StringWriter text = new java.io.StringWriter()) {
            source.transferTo(text);
            return text.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
