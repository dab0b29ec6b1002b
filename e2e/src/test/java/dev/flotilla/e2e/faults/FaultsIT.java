package dev.flotilla.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills, stops and cuts off whatever a hub of three nodes consists of, by a seed, and holds what its clients were told
 * against the log. {@code -Dfaults.minutes=N} goes on with new seeds for so long; {@code -Dfaults.seed=N} takes one.
 */
final class FaultsIT {
    private static final int SCHEDULES = 6;
    private static final Duration HEAL_MAX = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static FaultyHub hub;
    private static LogReader log;

    @BeforeAll
    static void start() throws IOException {
        hub = FaultyHub.start(directory);
        log = new LogReader(hub);
        await("a leader's sign of life").until(() -> !log.leader().isEmpty());
    }

    @AfterAll
    static void stop() {
        log.close();
        hub.close();
    }

    static LongStream seeds() {
        Optional<Long> one = Optional.ofNullable(Long.getLong("faults.seed"));
        return one.map(LongStream::of).orElseGet(() -> LongStream.rangeClosed(1, SCHEDULES));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsWhatItPromised(long seed) {
        Schedule schedule = Schedule.of(seed, FaultyHub.NODES);
        Workload workload = new Workload(hub, seed);
        List<Watcher> watchers = IntStream.range(0, FaultyHub.NODES.size())
                .mapToObj(node -> new Watcher(hub, node, workload::owns))
                .toList();
        watchers.forEach(Watcher::start);
        workload.start();

        carryOut(schedule);
        hub.heal();
        hub.awaitReady();
        int before = workload.count();
        await("answers after the last fault").atMost(HEAL_MAX).until(() -> workload.count() > before + 100);
        List<Operation> operations = workload.end();

        Truth truth = log.settled().of(workload::owns);
        long last = truth.after(0).lastKey();
        List<Checker.Seen> seen = watchers.stream()
                .map(watcher -> {
                    await("every watcher to see the last change")
                            .atMost(HEAL_MAX)
                            .until(() ->
                                    watcher.seen() >= last || watcher.lost().isPresent());
                    assertThat(watcher.lost())
                            .as("a watch that could not go on")
                            .isEmpty();
                    return watcher.end();
                })
                .toList();
        System.out.println("seed " + seed + ": " + operations.size() + " answers, "
                + operations.stream()
                        .filter(each -> each.told() == Operation.Told.UNKNOWN)
                        .count()
                + " in doubt, " + truth.after(0).size() + " changes, " + schedule.faults());
        assertThat(Checker.violations(truth, operations, seen))
                .as("%s%n%s", schedule, hub.logs())
                .isEmpty();
        FaultyHub.NODES.forEach(node -> assertThat(listed(node, workload))
                .as("what %s has at last", node)
                .isEqualTo(truth.last()));
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.HOURS)
    void goesOnForAsLongAsItIsTold() {
        long minutes = Long.getLong("faults.minutes", 0);
        long deadline = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        for (long seed = 1_000; System.nanoTime() < deadline; seed++) {
            keepsWhatItPromised(seed);
        }
    }

    private record Deed(Duration at, Runnable what) {}

    private static void carryOut(Schedule schedule) {
        long started = System.nanoTime();
        List<Deed> deeds = new ArrayList<>();
        schedule.faults().forEach(fault -> deeds.addAll(deeds(fault)));
        deeds.sort(Comparator.comparing(Deed::at));
        for (Deed deed : deeds) {
            long wait = started + deed.at().toNanos() - System.nanoTime();
            while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = started + deed.at().toNanos() - System.nanoTime();
            }
            deed.what().run();
        }
    }

    /** Who leads is asked when the time has come; what was begun is undone where it was done. */
    private static List<Deed> deeds(Fault fault) {
        String[] whom = new String[1];
        Duration end = fault.at().plus(fault.lasting());
        return switch (fault) {
            case Fault.Killed(var server, var at, var _) ->
                List.of(
                        new Deed(
                                at, () -> hub.server(whom[0] = resolved(server)).kill()),
                        new Deed(end, () -> hub.server(whom[0]).start()));
            case Fault.Stopped(var server, var at, var _) ->
                List.of(
                        new Deed(
                                at, () -> hub.server(whom[0] = resolved(server)).stop()),
                        new Deed(end, () -> hub.server(whom[0]).resume()));
            case Fault.CutOff(var node, var cut, var at, var _) ->
                List.of(
                        new Deed(at, () -> hub.link(whom[0] = resolved(node)).cut(cut)),
                        new Deed(end, () -> hub.link(whom[0]).cut(Link.Cut.NONE)));
        };
    }

    private static String resolved(String name) {
        return name.equals(Schedule.LEADER) ? log.leader() : name;
    }

    private static Map<String, Truth.Change> listed(String node, Workload workload) {
        JsonNode list = hub.client(node)
                .send("GET", Workload.MAPS, Optional.empty(), "application/json")
                .body();
        Map<String, Truth.Change> shown = new TreeMap<>();
        list.path("items").forEach(item -> {
            String key = item.at("/metadata/name").asString();
            if (workload.owns(key)) {
                shown.put(
                        key,
                        new Truth.Change(
                                key,
                                Long.parseLong(
                                        item.at("/metadata/resourceVersion").asString()),
                                Optional.of(item.at("/data/value").asString())));
            }
        });
        return shown;
    }
}
