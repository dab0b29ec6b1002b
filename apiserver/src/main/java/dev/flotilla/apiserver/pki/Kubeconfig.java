package dev.flotilla.apiserver.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

/** The file by which kubectl and other clients find clusters and prove who they are. */
public record Kubeconfig(String currentContext, List<Context> contexts) {
    /**
     * One cluster and the user that reaches it, under one name.
     *
     * @param server as {@code https://127.0.0.1:6443}
     * @param authorityPem whose server certificates are trusted
     */
    public record Context(String name, String server, String authorityPem, Identity user) {}

    public Kubeconfig {
        contexts = List.copyOf(contexts);
    }

    /** Replaces the file in one step; its owner alone can read it. */
    public void write(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path written = Files.createTempFile(
                directory,
                ".kubeconfig",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, yaml());
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Its text. */
    public String yaml() {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Config\nclusters:\n");
        for (Context each : contexts) {
            text.append("- name: ").append(each.name()).append("\n  cluster:\n");
            field(text, "server", each.server());
            field(text, "certificate-authority-data", base64(each.authorityPem()));
        }
        text.append("users:\n");
        for (Context each : contexts) {
            text.append("- name: ").append(each.name()).append("\n  user:\n");
            field(text, "client-certificate-data", base64(each.user().certificatePem()));
            field(text, "client-key-data", base64(each.user().keyPem()));
        }
        text.append("contexts:\n");
        for (Context each : contexts) {
            text.append("- name: ").append(each.name()).append("\n  context:\n");
            field(text, "cluster", each.name());
            field(text, "user", each.name());
        }
        return text.append("current-context: ")
                .append(currentContext)
                .append('\n')
                .toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append("    ").append(name).append(": ").append(value).append('\n');
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
