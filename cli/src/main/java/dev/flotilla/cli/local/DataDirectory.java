package dev.flotilla.cli.local;

import dev.flotilla.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where a local hub keeps everything: {@code .flotilla} unless said otherwise. Only its owner can read it. */
public record DataDirectory(Path root) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** Creates the directory, mode 0700, if it is not there. */
    public void create() {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            Files.createDirectories(logs());
        } catch (IOException failed) {
            throw new UserError(
                    "cannot create the data directory " + root + " (" + failed.getMessage()
                            + "); choose another with --data DIR",
                    failed);
        }
    }

    public Path kubeconfig() {
        return root.resolve("kubeconfig");
    }

    public Path hub() {
        return root.resolve("hub");
    }

    public Path simulator() {
        return root.resolve("simulator");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    /** What runs from here, as the last {@code up} wrote it. */
    public Optional<LocalState> state() {
        Path file = stateFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), LocalState.class));
        } catch (IOException | JacksonException unreadable) {
            throw new UserError(
                    file + " cannot be read (" + unreadable.getMessage() + "); if nothing runs from here, remove it",
                    unreadable);
        }
    }

    public void save(LocalState state) {
        try {
            Path temporary = Files.createTempFile(root, "state", ".json");
            Files.write(temporary, JSON.writeValueAsBytes(state));
            Files.move(temporary, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + stateFile(), failed);
        }
    }

    public void forget() {
        try {
            Files.deleteIfExists(stateFile());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + stateFile(), failed);
        }
    }

    private Path stateFile() {
        return root.resolve("state.json");
    }
}
