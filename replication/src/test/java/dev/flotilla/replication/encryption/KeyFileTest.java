package dev.flotilla.replication.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final String BASE64 = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        Path file = directory.resolve("some.keys");
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void makesAFileOnceForItsOwnerAlone() throws IOException {
        Path file = directory.resolve("made.keys");

        KeyFile.createIfAbsent(file, Instant.parse("2026-01-02T03:04:05Z"));
        String made = Files.readString(file);
        KeyFile.createIfAbsent(file, Instant.parse("2027-01-02T03:04:05Z"));

        assertThat(Files.readString(file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.readRing(file).ids()).containsExactly("key-20260102T030405Z");
    }

    @Test
    void readsTheNewestKeyFirst() throws IOException {
        KeyRing ring = KeyFile.readRing(file("# keys\n\nyoung " + BASE64 + "\nold   " + BASE64 + "\n"));

        assertThat(ring.ids()).containsExactly("young", "old");
        assertThat(ring.newest().map(MasterKey::id)).contains("young");
    }

    @Test
    void readsASingleKey() throws IOException {
        assertThat(KeyFile.readKey("k", file(BASE64 + "\n")).id()).isEqualTo("k");
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Path file = Files.setPosixFilePermissions(file("k " + BASE64), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyFile.readRing(file)).hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void saysWhatIsWrongAndShowsNoKey() throws IOException {
        assertThatThrownBy(() -> KeyFile.readRing(directory.resolve("absent"))).hasMessageContaining("is not there");
        assertThatThrownBy(() -> KeyFile.readRing(file("\n"))).hasMessageContaining("holds no key");
        assertThatThrownBy(() -> KeyFile.readRing(file(BASE64)))
                .hasMessageContaining("ID BASE64")
                .hasMessageNotContaining(BASE64);
        assertThatThrownBy(() -> KeyFile.readRing(file("k not!base64"))).hasMessageContaining("'k'");
        assertThatThrownBy(() -> KeyFile.readRing(file("k AAAA"))).hasMessageContaining("3 bytes");
    }
}
