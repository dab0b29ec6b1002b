package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whose a TCP connection on this machine is, as Linux shows it. */
final class Sockets {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;
    private static final int HEXADECIMAL = 16;

    private Sockets() {}

    /** Which of some processes has a connection between two ports; empty if none of them has. */
    static Optional<Long> owner(int localPort, int remotePort, Collection<Long> pids) {
        return TABLES.stream()
                .flatMap(table -> inode(table, localPort, remotePort).stream())
                .findFirst()
                .flatMap(inode -> pids.stream()
                        .filter(pid -> holds(pid, "socket:[" + inode + "]"))
                        .findFirst());
    }

    private static Optional<String> inode(Path table, int localPort, int remotePort) {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> port(fields[LOCAL]) == localPort && port(fields[REMOTE]) == remotePort)
                    .map(fields -> fields[INODE])
                    .findFirst();
        } catch (IOException noLinux) {
            return Optional.empty();
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEXADECIMAL);
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> leadsTo(file, socket));
        } catch (IOException ended) {
            return false;
        }
    }

    private static boolean leadsTo(Path file, String socket) {
        try {
            return Files.readSymbolicLink(file).toString().equals(socket);
        } catch (IOException closed) {
            return false;
        }
    }
}
