package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.DrillArchive;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.dr.evidence.VerifyingKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key that a report must be signed with, and where it is from.
 *
 * @param key empty if nobody could be asked for one
 * @param notes why somebody could not
 */
record TrustedKey(Optional<VerifyingKey> key, String source, List<String> notes) {
    private static final Path HERE = Path.of(".flotilla");

    /**
     * What is named counts and must be there; what is merely found is asked if it answers.
     *
     * @throws UserError if what is named gives no key
     */
    static TrustedKey find(@Nullable Path keyFile, @Nullable Path dataDirectory) {
        if (keyFile != null) {
            return new TrustedKey(Optional.of(read(keyFile)), keyFile.toString(), List.of());
        }
        if (dataDirectory != null) {
            DataDirectory directory = new DataDirectory(dataDirectory);
            LocalHub.running(directory);
            try (KubeClient hub = LocalHub.client(directory)) {
                VerifyingKey key = new DrillArchive(hub)
                        .signingKey()
                        .orElseThrow(() -> new UserError("the hub of " + directory.root() + " has signed no report yet;"
                                + " name the key to trust with --key"));
                return new TrustedKey(Optional.of(key), "the hub of " + directory.root(), List.of());
            }
        }
        return found();
    }

    private static VerifyingKey read(Path file) {
        try {
            return VerifyingKey.ofPem(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UserError("cannot read the key " + file + ": " + unreadable, unreadable);
        } catch (IllegalArgumentException none) {
            throw new UserError(
                    file + " holds no Ed25519 public key in PEM: " + none.getMessage()
                            + "; the hub's is in the ConfigMap flotilla-system/drill-signing-key",
                    none);
        }
    }

    private static TrustedKey found() {
        List<String> notes = new ArrayList<>();
        for (Path kubeconfig : kubeconfigs()) {
            try {
                Optional<TrustedKey> key = ask(kubeconfig, notes);
                if (key.isPresent()) {
                    return key.get();
                }
            } catch (UserError unanswered) {
                notes.add("the hub of " + kubeconfig + " could not be asked for its key: " + unanswered.getMessage());
            }
        }
        return new TrustedKey(Optional.empty(), "", List.copyOf(notes));
    }

    private static Optional<TrustedKey> ask(Path kubeconfig, List<String> notes) {
        Kubeconfig target = Kubeconfig.read(kubeconfig, Optional.empty());
        try (KubeClient hub = new KubeClient(target)) {
            Optional<VerifyingKey> key = new DrillArchive(hub).signingKey();
            if (key.isEmpty()) {
                notes.add(target.server() + " (" + kubeconfig + ") has no key for drills");
            }
            return key.map(each -> new TrustedKey(
                    Optional.of(each), "the hub at " + target.server() + " (" + kubeconfig + ")", List.copyOf(notes)));
        }
    }

    private static List<Path> kubeconfigs() {
        List<Path> files = new ArrayList<>();
        String named = System.getenv("KUBECONFIG");
        if (named != null) {
            Pattern.compile(Pattern.quote(File.pathSeparator))
                    .splitAsStream(named)
                    .filter(each -> !each.isBlank())
                    .map(Path::of)
                    .forEach(files::add);
        }
        Path here = new DataDirectory(HERE).kubeconfig();
        if (Files.exists(here) && !files.contains(here)) {
            files.add(here);
        }
        return files;
    }
}
