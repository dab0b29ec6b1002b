package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a running broker says about itself in its data directory. A process is named by its id and start, so that a
 * later process with the same id is not taken for it.
 */
record BrokerFile(int port, ProcessName broker, ProcessName parent) {
    static final String NAME = "broker.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** @param startedAtMs as the system tells it; 0 where it does not */
    record ProcessName(long pid, long startedAtMs) {
        static ProcessName of(ProcessHandle process) {
            long startedAtMs =
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
            return new ProcessName(process.pid(), startedAtMs);
        }

        Optional<ProcessHandle> alive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> of(process).startedAtMs == startedAtMs);
        }
    }

    static Optional<BrokerFile> read(Path dataDirectory) {
        try {
            return Optional.ofNullable(parse(Files.readAllBytes(dataDirectory.resolve(NAME))));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static @Nullable BrokerFile parse(byte[] json) {
        return MAPPER.readValue(json, BrokerFile.class);
    }

    void write(Path dataDirectory) throws IOException {
        Path fresh = dataDirectory.resolve(NAME + ".new");
        Files.writeString(fresh, MAPPER.writeValueAsString(this), StandardCharsets.UTF_8);
        Files.move(
                fresh,
                dataDirectory.resolve(NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
