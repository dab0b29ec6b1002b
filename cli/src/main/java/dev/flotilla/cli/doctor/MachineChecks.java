package dev.flotilla.cli.doctor;

import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalProcess;
import dev.flotilla.cli.local.LocalState;
import dev.flotilla.cli.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at the machine: Java, disk, ports, processes, files. */
final class MachineChecks {
    private static final int JDK_WANTED = 25;
    private static final long DISK_FAIL_MIB = 200;
    private static final long DISK_WARN_MIB = 2048;

    private final DataDirectory directory;
    private final Optional<LocalState> state;
    private final int port;

    MachineChecks(DataDirectory directory, Optional<LocalState> state, int port) {
        this.directory = directory;
        this.state = state;
        this.port = port;
    }

    List<Finding> all() {
        return Stream.of(jdk(), kubectl(), disk(), port(), kubeconfig(), process())
                .toList();
    }

    private static Finding jdk() {
        int version = Runtime.version().feature();
        String detail = Runtime.version() + " in " + System.getProperty("java.home");
        return version >= JDK_WANTED
                ? Finding.ok("jdk", detail)
                : Finding.fail("jdk", detail, "install a JDK 25 or newer, or set FLOTILLA_JAVA_HOME to one");
    }

    private static Finding kubectl() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> Finding.ok("kubectl", found.toString()))
                .orElseGet(() -> Finding.warn(
                        "kubectl",
                        "not on the PATH",
                        "install it to drive the hub by hand; flotilla itself does not need it"));
    }

    private Finding disk() {
        Path existing = Stream.iterate(directory.root(), Objects::nonNull, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> Path.of("/"));
        try {
            long freeMib = Files.getFileStore(existing).getUsableSpace() >> 20;
            String detail = freeMib + " MiB free for " + directory.root();
            if (!Files.isWritable(existing)) {
                return Finding.fail("disk", existing + " cannot be written to", "choose another place with --data DIR");
            }
            if (freeMib < DISK_FAIL_MIB) {
                return Finding.fail("disk", detail, "free some space: the log cannot be written without it");
            }
            return freeMib < DISK_WARN_MIB
                    ? Finding.warn("disk", detail, "free some space before it runs out; the log stops when it does")
                    : Finding.ok("disk", detail);
        } catch (IOException unreadable) {
            return Finding.fail(
                    "disk", existing + ": " + unreadable.getMessage(), "choose another place with --data DIR");
        }
    }

    private Finding port() {
        boolean ours =
                state.flatMap(running -> LocalProcess.alive(running.hub())).isPresent();
        if (ours) {
            return Finding.ok("port", port + " is the hub's");
        }
        return Ports.free(port)
                ? Finding.ok("port", port + " is free")
                : Finding.fail(
                        "port",
                        port + " is taken by another program",
                        "end that program, or start with `flotilla up --port N`");
    }

    private Finding kubeconfig() {
        Path file = directory.kubeconfig();
        if (!Files.exists(file)) {
            return Finding.warn("kubeconfig", file + " is not there", "`flotilla up --detach` writes it");
        }
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            boolean open = allowed.contains(PosixFilePermission.GROUP_READ)
                    || allowed.contains(PosixFilePermission.OTHERS_READ);
            return open
                    ? Finding.fail("kubeconfig", file + " can be read by others", "chmod 600 " + file)
                    : Finding.ok("kubeconfig", file.toString());
        } catch (IOException | UnsupportedOperationException unreadable) {
            return Finding.warn("kubeconfig", file + ": " + unreadable.getMessage(), "look at its permissions");
        }
    }

    private Finding process() {
        if (state.isEmpty()) {
            return Finding.warn(
                    "hub process", "none runs from " + directory.root(), "start one: `flotilla up --detach`");
        }
        return LocalProcess.alive(state.get().hub())
                .map(handle -> Finding.ok("hub process", "pid " + handle.pid()))
                .orElseGet(() -> Finding.fail(
                        "hub process",
                        "it has ended without being asked to",
                        "`flotilla logs` shows why; `flotilla up --detach` goes on where it was"));
    }
}
