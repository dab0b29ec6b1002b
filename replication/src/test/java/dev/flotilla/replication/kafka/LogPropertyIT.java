package dev.flotilla.replication.kafka;

import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Role;
import dev.flotilla.replication.Samples;
import dev.flotilla.replication.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log and a plain map in memory, given the same commits, give the same answers and end in the same state. */
class LogPropertyIT {
    private static final int KEYS = 12;
    private static final int BATCHES = 40;
    private static final int ATTEMPTS = 5;
    private static final int BATCH_COMMITS_MAX = 20;
    private static final Guard AT_MOST_TEN = new AtMost(10);

    @TempDir
    Path directory;

    @Test
    void behavesAsTheModelDoes() throws IOException {
        try (EmbeddedBroker broker =
                EmbeddedBroker.inProcess(EmbeddedBroker.Options.in(directory).withFsync(false))) {
            for (long seed = 1; seed <= 3; seed++) {
                behavesAsTheModelDoes(seed, broker.bootstrapServers());
            }
        }
    }

    private static void behavesAsTheModelDoes(long seed, String servers) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            LogConfig config = TestLog.patient(LogConfig.of("model-" + seed + "-" + attempt, "hub-0", servers));
            Optional<Map<String, String>> end = run(seed, config);
            if (end.isPresent()) {
                try (LogStore restarted = TestLog.start(config)) {
                    assertThat(contents(restarted.snapshot()))
                            .as("seed %d, replayed", seed)
                            .isEqualTo(end.get());
                }
                return;
            }
        }
        throw new AssertionError("seed %d: in each of %d attempts the node lost its term".formatted(seed, ATTEMPTS));
    }

    /**
     * @return what the log then holds; empty if the term ended, as commits that are sent again are put in another order
     */
    private static Optional<Map<String, String>> run(long seed, LogConfig config) {
        Random random = new Random(seed);
        InMemoryObjectStore model = new InMemoryObjectStore(List.of(AT_MOST_TEN));
        Versions versions = new Versions();
        try (LogStore store = TestLog.start(config, AT_MOST_TEN)) {
            Role leading = store.health().role();
            for (int batch = 0; batch < BATCHES; batch++) {
                List<Draft> drafts = IntStream.rangeClosed(0, random.nextInt(BATCH_COMMITS_MAX))
                        .mapToObj(_ -> Draft.random(random, versions.size()))
                        .toList();
                List<CompletionStage<CommitOutcome>> answers = drafts.stream()
                        .map(draft -> store.commit(draft.commit(versions.inLog())))
                        .toList();
                List<CommitOutcome> outcomes =
                        answers.stream().map(TestLog::await).toList();
                if (!store.health().role().equals(leading)) {
                    return Optional.empty();
                }
                List<Long> modelVersions = List.copyOf(versions.inModel());
                for (int i = 0; i < drafts.size(); i++) {
                    CommitOutcome expected =
                            TestLog.await(model.commit(drafts.get(i).commit(modelVersions)));
                    CommitOutcome found = outcomes.get(i);
                    assertThat(kind(found))
                            .as("seed %d batch %d commit %d: %s", seed, batch, i, drafts.get(i))
                            .isEqualTo(kind(expected));
                    versions.learn(expected, found);
                }
                assertThat(contents(store.snapshot()))
                        .as("seed %d batch %d", seed, batch)
                        .isEqualTo(contents(model.snapshot()));
            }
            assertThat(versions.inLog()).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            return Optional.of(contents(store.snapshot()));
        }
    }

    private static String kind(CommitOutcome outcome) {
        return switch (outcome) {
            case CommitOutcome.Committed(var versions) -> "committed " + versions.size();
            case CommitOutcome.Conflicted(Precondition.AtVersion(var key, var _)) -> "conflicted on " + key;
            case CommitOutcome.Conflicted(var failed) -> "conflicted " + failed;
            case CommitOutcome.Refused(var guard, var reason) -> guard + ": " + reason;
            case CommitOutcome.TooLarge _,
                    CommitOutcome.Overloaded _,
                    CommitOutcome.Unavailable _,
                    CommitOutcome.InDoubt _ -> outcome.toString();
        };
    }

    private static Map<String, String> contents(Snapshot snapshot) {
        Map<String, String> contents = new HashMap<>();
        snapshot.list(key("x").resource())
                .forEach(object ->
                        contents.put(object.key().name(), new String(object.storedJson(), StandardCharsets.UTF_8)));
        return contents;
    }

    /** The same moments as the two stores number them. */
    private static final class Versions {
        private final List<Long> inModel = new ArrayList<>();
        private final List<Long> inLog = new ArrayList<>();

        void learn(CommitOutcome expected, CommitOutcome found) {
            if (expected instanceof CommitOutcome.Committed(var model)
                    && found instanceof CommitOutcome.Committed(var log)) {
                inModel.addAll(model);
                inLog.addAll(log);
            }
        }

        int size() {
            return inLog.size();
        }

        List<Long> inModel() {
            return inModel;
        }

        List<Long> inLog() {
            return inLog;
        }
    }

    /** A commit whose versions are still places in a list. */
    private record Draft(List<Write> writes, List<Precondition> preconditions) {
        static Draft random(Random random, int knownVersions) {
            Set<String> names = new LinkedHashSet<>();
            IntStream.rangeClosed(0, random.nextInt(3)).forEach(_ -> names.add("k" + random.nextInt(KEYS)));
            List<Write> writes = new ArrayList<>();
            for (String name : names) {
                writes.add(
                        random.nextInt(4) == 0 ? new Write.Delete(key(name)) : put(name, "" + random.nextInt(1_000)));
            }
            List<Precondition> preconditions = new ArrayList<>();
            for (String name : names) {
                switch (random.nextInt(8)) {
                    case 0 -> preconditions.add(new Precondition.Absent(key(name)));
                    case 1 -> preconditions.add(new Precondition.Exists(key(name)));
                    case 2 -> preconditions.add(new Precondition.Guarded("at-most", Map.of()));
                    case 3, 4 -> {
                        int recent = Math.min(knownVersions, KEYS * 2);
                        if (recent > 0) {
                            int place = knownVersions - 1 - random.nextInt(recent);
                            preconditions.add(new Precondition.AtVersion(key(name), place));
                        }
                    }
                    default -> {}
                }
            }
            return new Draft(writes, preconditions);
        }

        Commit commit(List<Long> versions) {
            Precondition[] placed = preconditions.stream()
                    .map(precondition -> precondition instanceof Precondition.AtVersion(var key, var place)
                            ? new Precondition.AtVersion(key, versions.get((int) place))
                            : precondition)
                    .toArray(Precondition[]::new);
            return Samples.commit(writes, placed);
        }
    }

    private record AtMost(int objects) implements Guard {
        @Override
        public String name() {
            return "at-most";
        }

        @Override
        public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
            int count = snapshot.count(key("x").resource());
            return count < objects ? Optional.empty() : Optional.of(count + " there already");
        }
    }
}
