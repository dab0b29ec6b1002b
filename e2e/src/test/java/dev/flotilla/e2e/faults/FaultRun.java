package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.replication.LeaderMark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** A hub under clients, with members, that goes through one schedule after the other. */
final class FaultRun implements AutoCloseable {
    private static final Duration HEAL_MAX = Duration.ofSeconds(60);
    private static final int ANSWERS_AFTERWARDS = 100;

    private final FaultyHub hub;
    private final LogReader log;
    private final Optional<FaultyMembers> members;

    private FaultRun(FaultyHub hub, LogReader log, Optional<FaultyMembers> members) {
        this.hub = hub;
        this.log = log;
        this.members = members;
    }

    /**
     * What a schedule has shown.
     *
     * @param violations of what was promised; none if all is well
     * @param refusals of the broker's, to leaders that were stopped and came back
     */
    record Outcome(String summary, List<String> violations, List<String> refusals) {
        Outcome {
            violations = List.copyOf(violations);
            refusals = List.copyOf(refusals);
        }
    }

    /** @param main how nodes are started, if not as usual */
    static FaultRun start(Path directory, FaultyHub.Brokers brokers, String... main) throws IOException {
        FaultyHub hub = FaultyHub.start(directory, brokers, main);
        LogReader log = new LogReader(hub);
        try {
            await("a leader's sign of life").until(() -> !log.leader().vacant());
            boolean sound = main.length == 0;
            Optional<FaultyMembers> members = sound
                    ? Optional.of(FaultyMembers.join(directory, hub.client(FaultyHub.NODES.getFirst())))
                    : Optional.empty();
            if (sound) {
                Bounded.prepare(hub.client(FaultyHub.NODES.getFirst()));
            }
            return new FaultRun(hub, log, members);
        } catch (RuntimeException | Error failed) {
            log.close();
            hub.close();
            throw failed;
        }
    }

    /** Carries a schedule out and holds what was seen against the log. */
    Outcome run(Schedule schedule) {
        Workload workload = new Workload(hub, schedule.seed());
        List<Watcher> watchers = IntStream.range(0, FaultyHub.NODES.size())
                .mapToObj(node -> new Watcher(hub, node, workload::owns))
                .toList();
        Optional<Bounded> bounded = members.map(_ -> new Bounded(hub));
        watchers.forEach(Watcher::start);
        workload.start();
        bounded.ifPresent(each -> each.start(schedule.seed()));

        List<Paused> paused = carryOut(schedule);
        hub.heal();
        hub.awaitReady();
        long mendedNanos = System.nanoTime();
        int before = workload.count();
        await("answers after the last fault")
                .atMost(HEAL_MAX)
                .until(() -> workload.count() > before + ANSWERS_AFTERWARDS);
        bounded.ifPresent(Bounded::end);
        List<Operation> operations = workload.end();

        Truth truth = log.settled().of(workload::owns);
        List<Checker.Seen> seen =
                watchers.stream().map(watcher -> seen(watcher, truth)).toList();
        List<String> violations = new ArrayList<>(Checker.violations(truth, operations, seen));
        watchers.forEach(watcher -> watcher.lost().ifPresent(why -> violations.add("a watch was lost: " + why)));
        hub.segments().forEach(segments -> violations.addAll(Batches.violations(segments)));
        FaultyHub.NODES.forEach(node -> listedOtherwise(node, workload, truth).ifPresent(violations::add));
        members.ifPresent(each -> copied(each, workload, truth, mendedNanos, violations));
        List<String> refusals = new ArrayList<>();
        paused.forEach(each -> each.check(hub, violations, refusals));
        return new Outcome(summary(schedule, operations, truth, refusals), violations, refusals);
    }

    private String summary(Schedule schedule, List<Operation> operations, Truth truth, List<String> refusals) {
        long doubtful = operations.stream()
                .filter(each -> each.told() == Operation.Told.UNKNOWN)
                .count();
        long copies = members.map(each -> each.events().stream()
                        .filter(event -> !truth.of(event.key()).isEmpty())
                        .count())
                .orElse(0L);
        return "seed " + schedule.seed() + ": " + operations.size() + " answers, " + doubtful + " in doubt, "
                + truth.after(0).size() + " changes, " + copies + " changes of copies, most cores promised "
                + truth.promised().values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0)
                + ", refused by the broker " + refusals.size() + ", " + schedule.faults();
    }

    private static Checker.Seen seen(Watcher watcher, Truth truth) {
        long last = truth.after(0).isEmpty() ? 0 : truth.after(0).lastKey();
        try {
            await("every watcher to see the last change")
                    .atMost(HEAL_MAX)
                    .until(() -> watcher.seen() >= last || watcher.lost().isPresent());
        } catch (ConditionTimeoutException late) {
            // What it has not seen is found missing.
        }
        return watcher.end();
    }

    private static void copied(
            FaultyMembers members, Workload workload, Truth truth, long mendedNanos, List<String> violations) {
        try {
            await("the members to hold what the log has").atMost(HEAL_MAX).until(() -> members.hold(truth));
        } catch (ConditionTimeoutException late) {
            violations.add("the members do not hold what the log has at last: " + truth.last());
        }
        List<Copies.Event> events = members.events().stream()
                .filter(event -> workload.owns(event.key()))
                .toList();
        violations.addAll(Copies.violations(truth, events, mendedNanos));
    }

    private Optional<String> listedOtherwise(String node, Workload workload, Truth truth) {
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
        return shown.equals(truth.last())
                ? Optional.empty()
                : Optional.of(node + " shows at last " + shown + " where the log has " + truth.last());
    }

    /**
     * A leader that was stopped until another led.
     *
     * @param process which it was; one that was killed later has nothing more to say
     * @param logSize of what it had printed before it went on
     */
    private record Paused(String node, Optional<Long> process, long term, long logSize) {
        void check(FaultyHub hub, List<String> violations, List<String> refusals) {
            boolean same = hub.process(Endpoint.hub(node)).equals(process);
            if (same && !NodeLog.deposed(hub.log(node), term)) {
                violations.add(node + " was stopped while it led in term " + term + ", another led, and it does not"
                        + " say that it leads no longer: " + hub.log(node));
            }
            refusals.addAll(NodeLog.refusals(hub.log(node), logSize));
        }
    }

    private record Deed(Duration at, Runnable what) {}

    private List<Paused> carryOut(Schedule schedule) {
        long started = System.nanoTime();
        List<Paused> paused = new ArrayList<>();
        List<Deed> deeds = new ArrayList<>();
        schedule.faults().forEach(fault -> deeds.addAll(deeds(fault, paused)));
        deeds.sort(Comparator.comparing(Deed::at));
        for (Deed deed : deeds) {
            long wait = started + deed.at().toNanos() - System.nanoTime();
            while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = started + deed.at().toNanos() - System.nanoTime();
            }
            deed.what().run();
        }
        return paused;
    }

    /** Who leads is asked when the time has come; what was begun is undone where it was done. */
    private List<Deed> deeds(Fault fault, List<Paused> paused) {
        Endpoint[] whom = new Endpoint[1];
        LeaderMark[] led = new LeaderMark[1];
        Duration end = fault.at().plus(fault.lasting());
        return switch (fault) {
            case Fault.Killed(var server, var at, var _) ->
                List.of(
                        new Deed(at, () -> hub.kill(whom[0] = resolved(server))),
                        new Deed(end, () -> hub.start(whom[0])));
            case Fault.Stopped(var server, var at, var _) ->
                List.of(
                        new Deed(at, () -> {
                            led[0] = log.leader();
                            hub.stop(whom[0] = resolved(server));
                        }),
                        new Deed(end, () -> resume(whom[0], led[0], paused)));
            case Fault.Superseded(var at) -> List.of(new Deed(at, () -> supersede(paused)));
            case Fault.CutOff(var cut, var at, var _) -> {
                Cut[] made = new Cut[1];
                yield List.of(
                        new Deed(at, () -> {
                            made[0] = cut.of(resolved(Endpoint.hub(cut.node())).node());
                            hub.network().cut(made[0]);
                        }),
                        new Deed(end, () -> hub.network().mend(made[0])));
            }
        };
    }

    private void supersede(List<Paused> paused) {
        LeaderMark led = log.leader();
        Endpoint leader = resolved(Endpoint.hub(Schedule.LEADER));
        hub.stop(leader);
        try {
            await("another leader")
                    .atMost(HEAL_MAX)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> log.leader().term() > led.term());
        } finally {
            resume(leader, led, paused);
        }
    }

    private void resume(Endpoint whom, LeaderMark led, List<Paused> paused) {
        if (whom.equals(Endpoint.hub(led.node())) && log.leader().term() > led.term()) {
            paused.add(new Paused(led.node(), hub.process(whom), led.term(), NodeLog.size(hub.log(led.node()))));
        }
        hub.resume(whom);
    }

    private Endpoint resolved(Endpoint whom) {
        String leader = log.leader().node();
        String node = switch (whom.node()) {
            case Schedule.LEADER -> leader.isEmpty() ? FaultyHub.NODES.getFirst() : leader;
            case Schedule.ANOTHER ->
                FaultyHub.NODES.stream()
                        .filter(each -> !each.equals(leader))
                        .findFirst()
                        .orElseThrow();
            default -> whom.node();
        };
        return new Endpoint(node, whom.part());
    }

    @Override
    public void close() {
        log.close();
        members.ifPresent(FaultyMembers::close);
        hub.close();
    }
}
