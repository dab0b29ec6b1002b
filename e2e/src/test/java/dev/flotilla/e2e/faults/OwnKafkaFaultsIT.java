package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as {@link FaultsIT} over a Kafka of the operator's own, where a single node of three can go on. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class OwnKafkaFaultsIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static FaultRun hub;

    @BeforeAll
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    static void start() throws IOException {
        hub = FaultRun.start(directory, FaultyHub.Brokers.APART);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void keepsWhatItPromised(long seed) {
        FaultsIT.keeps(hub, Schedule.of(seed, false, FaultsIT.SHORT));
    }
}
