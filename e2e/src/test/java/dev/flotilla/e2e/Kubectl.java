package dev.flotilla.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A kubectl.
 *
 * @param command with which kubeconfig, context and namespace in every call
 */
public record Kubectl(Command command) {
    public static boolean isInstalled() {
        return binary() != null;
    }

    /** That of this machine. */
    public static Kubectl with(Path kubeconfig, String namespace) {
        return at(Path.of(String.valueOf(binary())), kubeconfig, namespace);
    }

    public static Kubectl at(Path binary, Path kubeconfig, String namespace) {
        return new Kubectl(new Command(
                List.of(binary.toString(), "--kubeconfig", kubeconfig.toString(), "--namespace", namespace)));
    }

    public Kubectl context(String context) {
        return new Kubectl(command.with("--context", context));
    }

    /** Runs a command whose arguments are separated by blanks. */
    public Command.Outcome run(String arguments) {
        return run("", arguments.split(" "));
    }

    /** @param input what the command reads, as {@code -f -} does */
    public Command.Outcome run(String input, String... arguments) {
        return command.run(input, arguments);
    }

    /** Starts a command and leaves it running; its output is in {@code process.getInputStream()}. */
    public Process start(String... arguments) {
        return command.start(arguments);
    }

    private static @org.jspecify.annotations.Nullable Path binary() {
        String path = System.getenv("KUBEBUILDER_ASSETS") + ":" + System.getenv("PATH");
        for (String directory : path.split(":")) {
            Path candidate = Path.of(directory, "kubectl");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
