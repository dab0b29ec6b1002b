package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.client.Membership;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalHub;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a cluster a member of the hub. */
@Command(
        name = "join",
        description = "Makes any Kubernetes cluster a member of the hub.",
        mixinStandardHelpOptions = true)
public final class JoinCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "the member's name: a DNS label of at most 48 characters")
    private String name = "";

    @Option(names = "--kubeconfig", required = true, paramLabel = "FILE", description = "how to reach the cluster")
    private Path kubeconfig = Path.of("");

    @Option(names = "--context", paramLabel = "C", description = "the context to use (default: the file's current one)")
    private @Nullable String context;

    @Option(names = "--region", description = "the region it lies in")
    private String region = "";

    @Option(names = "--zone", description = "a zone it lies in; may be repeated")
    private List<String> zones = List.of();

    @Option(names = "--provider", description = "who runs it")
    private String provider = "";

    @Override
    public Integer call() {
        Kubeconfig member = Kubeconfig.read(kubeconfig, Optional.ofNullable(context));
        String version = versionOf(member);
        DataDirectory directory = data.directory();
        try (KubeClient hub = LocalHub.client(directory)) {
            new Membership(hub).join(name, member, new Membership.Location(region, zones, provider));
        }
        System.out.println("Cluster '" + name + "' (" + version + ", " + member.server() + ") is joined.");
        System.out.println("See it with: kubectl --kubeconfig " + directory.kubeconfig() + " get clusters");
        return 0;
    }

    private static String versionOf(Kubeconfig member) {
        try (KubeClient client = new KubeClient(member)) {
            return client.get("/version")
                    .map(version -> version.path("gitVersion").asString("?"))
                    .orElseThrow(() -> new UserError(member.server() + " does not answer as a Kubernetes API server"));
        }
    }
}
