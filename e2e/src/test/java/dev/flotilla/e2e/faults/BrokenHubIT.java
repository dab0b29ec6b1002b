package dev.flotilla.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub that does not keep its promises does not get through the harness. */
@EnabledIfSystemProperty(named = "fleet.faults", matches = "true", disabledReason = "with -Pfaults")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class BrokenHubIT {
    private static final int TRIES = 4;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {BrokenHub.NO_FENCING, BrokenHub.ACKNOWLEDGED_BEFORE_COMMIT})
    void isFound(String broken) throws IOException {
        List<String> found = new ArrayList<>();
        try (FaultRun hub = FaultRun.start(directory, FaultyHub.Brokers.APART, BrokenHub.class.getName(), broken)) {
            for (int turn = 1; turn <= TRIES && found.isEmpty(); turn++) {
                found.addAll(hub.run(schedule(turn)).violations());
            }
        } catch (LogReader.Headless built) {
            found.add(built.getMessage());
        }
        assertThat(found).as(broken).isNotEmpty();
        System.out.println(broken + ": " + found.size() + " violations, the first: " + found.getFirst());
    }

    /** What both are bad at: a leader that others take for dead and that comes back, and one that dies in a commit. */
    private static Schedule schedule(int turn) {
        Endpoint leader = Endpoint.hub(Schedule.LEADER);
        return new Schedule(
                turn,
                List.of(
                        new Fault.Stopped(leader, Duration.ofMillis(1_500), Duration.ofMillis(4_500)),
                        new Fault.Killed(leader, Duration.ofMillis(8_000), Duration.ofMillis(500))));
    }
}
