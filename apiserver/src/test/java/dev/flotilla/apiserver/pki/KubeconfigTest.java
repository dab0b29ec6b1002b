package dev.flotilla.apiserver.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    @TempDir
    Path directory;

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        Path file = directory.resolve("kubeconfig");
        Files.writeString(file, "old");

        new Kubeconfig("hub", List.of(context("hub"), context("eu-1"))).write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("current-context: hub", "- name: eu-1", "server: https://127.0.0.1:1")
                .doesNotContain("old");
    }

    private static Kubeconfig.Context context(String name) {
        return new Kubeconfig.Context(name, "https://127.0.0.1:1", "ca", new Identity("certificate", "key"));
    }
}
