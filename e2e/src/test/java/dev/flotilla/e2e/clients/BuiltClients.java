package dev.flotilla.e2e.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opentest4j.TestAbortedException;

/** The clients that {@code e2e/clients/build} has built on this machine, and the kubectls that it has anyway. */
final class BuiltClients {
    private static final Path BUILD = Path.of(System.getProperty("clients", "clients"), "build");
    private static final Path VERSIONS =
            Path.of(System.getProperty("kubectl.versions", "/usr/lib/google-cloud-sdk/bin"));

    private BuiltClients() {}

    static Optional<Path> find(String client) {
        return directory().map(each -> each.resolve(client)).filter(Files::exists);
    }

    /** @throws TestAbortedException which skips a test, if the client is not there */
    static Path require(String client) {
        Optional<Path> found = find(client);
        if (found.isEmpty()) {
            System.out.println("SKIPPED: " + client + ": not built; run e2e/clients/build " + client + " to have it");
        }
        assumeTrue(found.isPresent(), client + " is not built");
        return found.orElseThrow();
    }

    /** Every kubectl by its version, as 1.27, the oldest first; the built one is the last. */
    static Map<String, Path> kubectls() {
        Map<String, Path> found = new TreeMap<>();
        if (Files.isDirectory(VERSIONS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(VERSIONS, "kubectl.1.??")) {
                files.forEach(file -> found.put(file.getFileName().toString().substring("kubectl.".length()), file));
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot look into " + VERSIONS, failed);
            }
        }
        find("kubectl").ifPresent(newest -> found.put("newest", newest));
        if (found.size() < 8) {
            System.out.println("SKIPPED: some kubectl versions: there are " + found.keySet() + " in " + VERSIONS
                    + " and the cache of e2e/clients/build");
        }
        return found;
    }

    /** Any kubectl, for what is not about kubectl. */
    static Path anyKubectl() {
        List<Path> all = List.copyOf(kubectls().values());
        assumeTrue(!all.isEmpty(), "no kubectl");
        return all.getLast();
    }

    private static Optional<Path> directory() {
        try {
            Process print = new ProcessBuilder(BUILD.toString(), "--print-directory")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return printed.isEmpty() ? Optional.empty() : Optional.of(Path.of(printed));
        } catch (IOException noBash) {
            return Optional.empty();
        }
    }
}
