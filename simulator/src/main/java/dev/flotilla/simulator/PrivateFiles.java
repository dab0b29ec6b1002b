package dev.flotilla.simulator;

import dev.flotilla.apiserver.pki.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The files of a simulator's directory; their owner alone can read them. */
final class PrivateFiles {
    static final String AUTHORITY = "ca";
    static final String ADMIN = "admin";
    static final String TOKEN = "admin-token";

    private PrivateFiles() {}

    static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Replaces the file in one step. */
    static void write(Path file, String text) throws IOException {
        Path written = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "." + file.getFileName(),
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static void write(Path withoutSuffix, Identity identity) throws IOException {
        write(withoutSuffix.resolveSibling(withoutSuffix.getFileName() + ".key"), identity.keyPem());
        write(withoutSuffix.resolveSibling(withoutSuffix.getFileName() + ".crt"), identity.certificatePem());
    }

    static boolean hasIdentity(Path withoutSuffix) {
        return Files.exists(withoutSuffix.resolveSibling(withoutSuffix.getFileName() + ".crt"));
    }

    static Identity identity(Path withoutSuffix) throws IOException {
        return new Identity(
                Files.readString(withoutSuffix.resolveSibling(withoutSuffix.getFileName() + ".crt")),
                Files.readString(withoutSuffix.resolveSibling(withoutSuffix.getFileName() + ".key")));
    }
}
