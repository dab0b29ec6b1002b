package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        Optional<FaultyMembers> members =
                main.length == 0 ? Optional.of(FaultyMembers.launch(directory)) : Optional.empty();
        FaultyHub hub = started(directory, brokers, members, main);
        LogReader log = new LogReader(hub);
        try {
            await("a leader's sign of life").until(() -> !log.leader().vacant());
            if (members.isPresent()) {
                KubeClient client = hub.client(FaultyHub.NODES.getFirst());
                members.get().join(client);
                await("what clients need")
                        .atMost(HEAL_MAX)
                        .ignoreExceptionsInstanceOf(UserError.class)
                        .until(() -> {
                            Bounded.prepare(client);
                            Evicted.prepare(client);
                            return true;
                        });
            }
            return new FaultRun(hub, log, members);
        } catch (RuntimeException | Error failed) {
            log.close();
            members.ifPresent(FaultyMembers::close);
            hub.close();
            throw failed;
        }
    }

    private static FaultyHub started(
            Path directory, FaultyHub.Brokers brokers, Optional<FaultyMembers> members, String... main)
            throws IOException {
        try {
            return FaultyHub.start(directory, brokers, main);
        } catch (IOException | RuntimeException | Error failed) {
            members.ifPresent(FaultyMembers::close);
            throw failed;
        }
    }

    /** Carries a schedule out and holds what was seen against the log. */
    Outcome run(Schedule schedule) {
        Phases phases = new Phases();
        Workload workload = new Workload(hub, schedule.seed());
        List<Watcher> watchers = IntStream.range(0, FaultyHub.NODES.size())
                .mapToObj(node -> new Watcher(hub, node, workload::owns))
                .toList();
        Optional<Bounded> bounded = members.map(_ -> new Bounded(hub));
        Optional<Evicted> evicted = members.map(_ -> new Evicted(hub));
        int evictedBefore = log.evictions();
        watchers.forEach(Watcher::start);
        workload.start();
        bounded.ifPresent(each -> each.start(schedule.seed()));
        evicted.ifPresent(each -> each.start(schedule.seed()));

        List<PausedLeader> paused = new Deeds(hub, log).carryOut(schedule);
        phases.end("faults");
        hub.heal();
        hub.awaitReady();
        phases.end("ready");
        long mendedNanos = System.nanoTime();
        int before = workload.count();
        await("answers after the last fault")
                .atMost(HEAL_MAX)
                .until(() -> workload.count() > before + ANSWERS_AFTERWARDS);
        phases.end("answers");
        bounded.ifPresent(Bounded::end);
        if (evicted.isPresent()) {
            await("an eviction").atMost(HEAL_MAX).until(() -> log.evictions() > evictedBefore);
            evicted.get().end();
        }
        List<Operation> operations = workload.end();
        phases.end("ended");

        Truth truth = atRest(workload);
        phases.end("at rest");
        watchers.forEach(watcher -> awaitLast(watcher, truth));
        watchers.forEach(Watcher::finish);
        List<Checker.Seen> seen = watchers.stream().map(Watcher::end).toList();
        phases.end("watched");
        List<String> violations = new ArrayList<>(Checker.violations(truth, operations, seen));
        watchers.forEach(watcher -> watcher.lost().ifPresent(why -> violations.add("a watch was lost: " + why)));
        hub.segments().forEach(segments -> violations.addAll(Batches.violations(segments)));
        FaultyHub.NODES.forEach(node -> listedOtherwise(node, workload, truth).ifPresent(violations::add));
        members.ifPresent(each -> copied(each, workload, truth, mendedNanos, violations));
        List<String> refusals = new ArrayList<>();
        paused.forEach(each -> each.check(hub, violations, refusals));
        phases.end("checked");
        String summary = summary(schedule, operations, truth, refusals) + "; " + phases;
        return new Outcome(summary, violations, refusals);
    }

    /**
     * Once the clients have ended the hub still has to place what they wrote, and marks it: it is at rest when the
     * members hold everything and nothing more has come. If that takes too long, what is found then is judged.
     */
    private Truth atRest(Workload workload) {
        Truth[] read = {log.settled().of(workload::owns)};
        try {
            await("the hub to be at rest").atMost(HEAL_MAX).until(() -> {
                Truth before = read[0];
                read[0] = log.settled().of(workload::owns);
                boolean placed = members.map(each -> each.hold(before) && marked(workload))
                        .orElse(true);
                return placed && read[0].last().equals(before.last());
            });
        } catch (ConditionTimeoutException late) {
            // What is missing in members is found below.
        }
        return read[0];
    }

    /** A client that replaces an object drops the policy's mark, which the hub then puts back. */
    private boolean marked(Workload workload) {
        return listed(FaultyHub.NODES.getFirst())
                .filter(item -> {
                    String key = item.at("/metadata/name").asString();
                    return workload.owns(key) && FaultyMembers.copied(key);
                })
                .allMatch(item -> item.at("/metadata/labels").has(Marks.POLICY_ID));
    }

    private Stream<JsonNode> listed(String node) {
        return hub.client(node)
                .send("GET", Workload.MAPS, Optional.empty(), "application/json")
                .body()
                .path("items")
                .valueStream();
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
                + ", most evictions in a second "
                + truth.evictions().values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0)
                + " of "
                + truth.evictions().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                + ", refused by the broker " + refusals.size() + ", " + schedule.faults();
    }

    private static void awaitLast(Watcher watcher, Truth truth) {
        long last = truth.after(0).isEmpty() ? 0 : truth.after(0).lastKey();
        try {
            await("every watcher to see the last change")
                    .atMost(HEAL_MAX)
                    .until(() -> watcher.seen() >= last || watcher.lost().isPresent());
        } catch (ConditionTimeoutException late) {
            // What it has not seen is found missing.
        }
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
        Map<String, Truth.Change> shown = new TreeMap<>();
        listed(node).forEach(item -> {
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

    @Override
    public void close() {
        log.close();
        members.ifPresent(FaultyMembers::close);
        hub.close();
    }
}
