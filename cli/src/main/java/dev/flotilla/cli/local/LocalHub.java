package dev.flotilla.cli.local;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** The hub that runs from a data directory, found and spoken to. */
public final class LocalHub {
    private LocalHub() {}

    /** @throws UserError if nothing runs from the directory */
    public static LocalState running(DataDirectory directory) {
        LocalState state = directory
                .state()
                .orElseThrow(() -> new UserError("nothing runs from " + directory.root()
                        + "; start a hub with `flotilla up --detach` (or name its directory with --data)"));
        if (LocalProcess.alive(state.hub()).isEmpty()) {
            throw new UserError("the hub of " + directory.root() + " has ended; `flotilla logs` shows why, `flotilla up"
                    + " --detach` starts it again");
        }
        return state;
    }

    public static KubeClient client(DataDirectory directory) {
        return new KubeClient(kubeconfig(directory));
    }

    /** @param requestMax how long an answer is waited for */
    public static KubeClient client(DataDirectory directory, Duration requestMax) {
        return new KubeClient(kubeconfig(directory), requestMax);
    }

    private static Kubeconfig kubeconfig(DataDirectory directory) {
        if (!Files.exists(directory.kubeconfig())) {
            throw new UserError(
                    "there is no kubeconfig in " + directory.root() + "; start a hub with `flotilla up --detach`");
        }
        return Kubeconfig.read(directory.kubeconfig(), Optional.of("hub"));
    }
}
