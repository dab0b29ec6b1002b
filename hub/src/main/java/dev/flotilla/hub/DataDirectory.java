package dev.flotilla.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a node keeps what is its own: its broker's log, its audit log, its keys. */
final class DataDirectory {
    private DataDirectory() {}

    /** Makes it if it is not there, and closes it to all but its owner. */
    static void prepare(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
