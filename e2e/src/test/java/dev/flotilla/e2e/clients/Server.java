package dev.flotilla.e2e.clients;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The API server that clients are driven against: a hub, or with {@code -Dclients.kubeconfig=FILE} any other. */
record Server(Path kubeconfig, String context) {
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Whether it serves a federation's own kinds too. */
    boolean isHub() {
        return Servers.OTHER.isEmpty();
    }

    Kubectl kubectl(Path binary, String namespace) {
        return Kubectl.at(binary, kubeconfig, namespace).context(context);
    }

    /** A namespace that nobody else uses; it is not created. */
    static String freshName(String prefix) {
        return prefix + "-" + Long.toString(ProcessHandle.current().pid(), 36) + "-" + NEXT.incrementAndGet();
    }

    String namespace(Path kubectl, String prefix) {
        String name = freshName(prefix);
        kubectl(kubectl, name)
                .run(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}",
                        "create",
                        "-f",
                        "-")
                .succeeded();
        return name;
    }

    /** A program with the server in its arguments, which most name alike. */
    Command command(Path program, String contextOption) {
        return new Command(
                java.util.List.of(program.toString(), "--kubeconfig", kubeconfig.toString(), contextOption, context));
    }
}
