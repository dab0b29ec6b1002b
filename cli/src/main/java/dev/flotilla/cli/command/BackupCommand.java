package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.replication.backup.BackupFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes all that a running hub holds into one file. */
@Command(
        name = "backup",
        description = "Writes everything the hub holds at one moment into a file; the hub goes on.",
        footer = {
            "",
            "What is encrypted in the hub's log is so in the file: keep the hub's key file too, and elsewhere. The file",
            "is read again to its end before it gets its name."
        },
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "FILE", description = "what to write; one that is there is replaced")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            Path whole = file.toAbsolutePath().normalize();
            BackupFile.Summary summary = write(hub, whole);
            System.out.println("Backed up " + summary.objects() + " objects (" + summary.encrypted()
                    + " of them encrypted) at resourceVersion "
                    + summary.head().resourceVersion() + " to " + whole + " (" + Files.size(whole) + " bytes).");
            return 0;
        } catch (IOException failed) {
            throw new UserError("cannot write " + file + ": " + failed, failed);
        }
    }

    private static BackupFile.Summary write(KubeClient hub, Path file) throws IOException {
        Path partial = Files.createTempFile(
                file.getParent(),
                ".backup",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(partial)) {
                hub.download("/backup", out);
            }
            BackupFile.Summary summary = new BackupFile(partial).verify();
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return summary;
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
