package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Membership;
import dev.flotilla.cli.local.LocalHub;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a cluster's membership; what runs there goes on running. */
@Command(
        name = "unjoin",
        description = "Ends a cluster's membership. What runs in it is left running.",
        mixinStandardHelpOptions = true)
public final class UnjoinCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "the member's name")
    private String name = "";

    @Override
    public Integer call() {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            if (!new Membership(hub).unjoin(name)) {
                throw new UserError("no cluster is called '" + name + "'; `kubectl get clusters` lists them");
            }
        }
        System.out.println("Cluster '" + name + "' is no longer a member. What the hub put there is left running.");
        return 0;
    }
}
