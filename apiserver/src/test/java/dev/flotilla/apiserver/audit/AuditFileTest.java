package dev.flotilla.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    @TempDir
    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong millis = new AtomicLong();

    private AuditFile open(AuditFile.Bounds bounds) throws IOException {
        return AuditFile.open(
                directory.resolve("audit.log"), bounds, () -> Instant.ofEpochMilli(millis.incrementAndGet()), meters);
    }

    private static byte[] event(int number) {
        return "{\"n\":%03d}".formatted(number).getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    private double lost() {
        return meters.get("apiserver.audit.lost").counter().count();
    }

    @Test
    void writesALineForEachEventThatItsOwnerAloneCanRead() throws IOException {
        try (AuditFile log = open(AuditFile.Bounds.DEFAULT)) {
            log.write(event(1));
            log.write(event(2));
        }

        Path file = directory.resolve("audit.log");
        assertThat(Files.readAllLines(file)).containsExactly("{\"n\":001}", "{\"n\":002}");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void goesOnWithTheFileItFinds() throws IOException {
        try (AuditFile log = open(AuditFile.Bounds.DEFAULT)) {
            log.write(event(1));
        }
        try (AuditFile log = open(AuditFile.Bounds.DEFAULT)) {
            log.write(event(2));
        }

        assertThat(Files.readAllLines(directory.resolve("audit.log"))).hasSize(2);
    }

    @Test
    void putsAFullFileAsideAndKeepsSoMany() throws IOException {
        try (AuditFile log = open(new AuditFile.Bounds(30, 2, 1 << 20))) {
            for (int i = 0; i < 30; i++) {
                log.write(event(i));
            }
        }

        assertThat(files()).hasSize(3);
        assertThat(Files.readString(directory.resolve("audit.log"))).endsWith("{\"n\":029}\n");
        assertThat(files()).allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(30));
        assertThat(lost()).isZero();
    }

    @Test
    void countsWhatDoesNotFitAndSaysSoInTheNextLine() throws IOException {
        try (AuditFile log = open(new AuditFile.Bounds(1 << 20, 1, 20))) {
            log.write(new byte[21]);
            log.write(event(1));
        }

        assertThat(lost()).isEqualTo(1);
        assertThat(Files.readAllLines(directory.resolve("audit.log")))
                .satisfiesExactly(
                        loss -> assertThat(loss).contains("\"audit.flotilla.dev/lost\":\"1\""),
                        event -> assertThat(event).isEqualTo("{\"n\":001}"));
    }

    @Test
    void losesWhatCannotBeWrittenAndRecovers() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path file = logs.resolve("audit.log");
        try (AuditFile log = AuditFile.open(
                file,
                new AuditFile.Bounds(10, 1, 1 << 20),
                () -> Instant.ofEpochMilli(millis.incrementAndGet()),
                meters)) {
            log.write(event(1));
            await().untilAsserted(() -> assertThat(Files.size(file)).isEqualTo(10));
            Files.delete(file);
            Files.delete(logs);
            Files.createFile(logs);
            await().untilAsserted(() -> {
                log.write(event(2));
                assertThat(lost()).isPositive();
            });

            Files.delete(logs);
            Files.createDirectory(logs);
            await().untilAsserted(() -> {
                log.write(event(3));
                assertThat(Files.isRegularFile(file)).isTrue();
            });
        }
        assertThat(Files.readAllLines(file).getLast()).isEqualTo("{\"n\":003}");
    }

    @Test
    void saysAtOnceIfTheFileCannotBeWritten() throws IOException {
        Files.createDirectories(directory.resolve("audit.log"));

        assertThatThrownBy(() -> open(AuditFile.Bounds.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name another file, or make it writable");
    }
}
