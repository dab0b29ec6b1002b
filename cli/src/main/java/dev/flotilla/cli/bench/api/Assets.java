package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the programs are that a benchmark compares the hub with. */
final class Assets {
    @Option(
            names = "--peer",
            paramLabel = "DIR",
            description = "where etcd and kube-apiserver are (default: the environment's KUBEBUILDER_ASSETS);"
                    + " without them the hub is measured alone")
    private @Nullable Path peer;

    @Option(names = "--no-peer", description = "measures the hub alone")
    private boolean noPeer;

    /** Empty if the hub is to be measured alone. */
    Optional<Path> directory() {
        if (noPeer) {
            return Optional.empty();
        }
        Optional<Path> named = Optional.ofNullable(peer)
                .or(() ->
                        Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS")).map(Path::of));
        named.filter(directory -> !Files.isExecutable(directory.resolve("kube-apiserver"))
                        || !Files.isExecutable(directory.resolve("etcd")))
                .ifPresent(directory -> {
                    throw new UserError("no etcd and kube-apiserver in " + directory
                            + "; e2e/envtest/build makes them and prints where they are");
                });
        if (named.isEmpty()) {
            System.err.println("No kube-apiserver to compare with: name its directory with --peer"
                    + " (e2e/envtest/build makes one and prints it)");
        }
        return named;
    }
}
