package dev.flotilla.cli.command;

import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.LocalHub;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Has what is encrypted written anew under the newest key. */
@Command(
        name = "rewrite-secrets",
        description = "Writes everything encrypted anew under the hub's newest key, so that older keys can go.",
        mixinStandardHelpOptions = true)
public final class RewriteSecretsCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        try (KubeClient hub = LocalHub.client(data.directory())) {
            ObjectNode answer = hub.post("/rewrite-secrets");
            System.out.println("Rewrote " + answer.path("objects").asLong() + " objects under the key '"
                    + answer.path("key").asString() + "'.");
            List<String> others = answer.path("otherKeys")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            if (!others.isEmpty()) {
                System.out.println("The hub does not need " + String.join(", ", others)
                        + " any more; backups taken before do: keep the old keys with them.");
            }
        }
        return 0;
    }
}
