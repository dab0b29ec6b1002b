package dev.flotilla.e2e.faults;

import dev.flotilla.e2e.faults.Operation.Kind;
import dev.flotilla.e2e.faults.Operation.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Holds what clients were told against the log. Versions order all writes, so a key is linearizable if each answer fits
 * the log and no answer goes back behind one that was there before its question was sent.
 */
final class Checker {
    private final Truth truth;
    private final List<String> violations = new ArrayList<>();

    private Checker(Truth truth) {
        this.truth = truth;
    }

    /** @param watches what each watcher saw, in its order, and from which version on */
    static List<String> violations(Truth truth, List<Operation> operations, List<Seen> watches) {
        Checker checker = new Checker(truth);
        checker.terms();
        checker.quota();
        checker.evictions();
        operations.forEach(checker::agrees);
        Map<String, List<Operation>> byKey = new HashMap<>();
        operations.forEach(each ->
                byKey.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(each));
        byKey.values().forEach(checker::neverGoesBack);
        watches.forEach(checker::complete);
        return List.copyOf(checker.violations);
    }

    /** A watcher's events from one list on. */
    record Seen(String watcher, long from, List<Truth.Change> changes) {
        Seen {
            changes = List.copyOf(changes);
        }
    }

    private void terms() {
        Truth.Sign before = new Truth.Sign(0, 0, "");
        for (Truth.Sign sign : truth.signs()) {
            if (sign.term() < before.term()) {
                violations.add("term " + sign.term() + " writes after term " + before.term() + ": " + sign);
            }
            if (sign.term() == before.term() && !sign.node().equals(before.node())) {
                violations.add("two leaders in one term: " + before + ", " + sign);
            }
            before = sign;
        }
    }

    private void quota() {
        truth.promised().forEach((version, cores) -> {
            if (cores > Bounded.CORES) {
                violations.add(
                        "the quota of " + Bounded.CORES + " cores was promised " + cores + " times in " + version);
            }
        });
    }

    private void evictions() {
        truth.evictions().forEach((second, count) -> {
            if (count > Evicted.PER_SECOND) {
                violations.add(count + " evictions in the second from " + second + " where " + Evicted.PER_SECOND
                        + " are allowed");
            }
        });
    }

    private void agrees(Operation operation) {
        NavigableMap<Long, Optional<String>> versions = truth.of(operation.key());
        switch (operation.told()) {
            case DONE, STALE -> done(operation, versions);
            case REFUSED -> {
                if (operation.write() && operation.value().isPresent() && versions.containsValue(operation.value())) {
                    violations.add("refused, and in the log: " + operation);
                }
            }
            case UNKNOWN -> {}
        }
    }

    private void done(Operation operation, NavigableMap<Long, Optional<String>> versions) {
        if (operation.kind() == Kind.DELETE) {
            Map.Entry<Long, Optional<String>> next = versions.higherEntry(operation.base());
            if (next == null || next.getValue().isPresent()) {
                violations.add("acknowledged, and the log has " + next + " after its base: " + operation);
            }
            return;
        }
        if (operation.version() == 0) {
            return;
        }
        if (!operation.value().equals(versions.get(operation.version()))) {
            violations.add("the log has " + versions.get(operation.version()) + " for what was answered: " + operation);
            return;
        }
        Map.Entry<Long, Optional<String>> before = versions.lowerEntry(operation.version());
        if (operation.kind() == Kind.UPDATE && (before == null || before.getKey() != operation.base())) {
            violations.add("it replaced " + before + " and not what it named: " + operation);
        }
        if (operation.kind() == Kind.CREATE
                && before != null
                && before.getValue().isPresent()) {
            violations.add("it replaced " + before + " where nothing had to be: " + operation);
        }
    }

    private void neverGoesBack(List<Operation> operations) {
        List<Operation> ended = operations.stream()
                .filter(each -> each.told() == Told.DONE)
                .sorted(Comparator.comparingLong(Operation::endNanos))
                .toList();
        List<Operation> begun = ended.stream()
                .sorted(Comparator.comparingLong(Operation::startNanos))
                .toList();
        Map<Long, Operation> writers = new HashMap<>();
        ended.stream()
                .filter(Operation::write)
                .filter(each -> each.version() > 0)
                .forEach(each -> writers.put(each.version(), each));
        long known = 0;
        int next = 0;
        for (Operation operation : begun) {
            while (next < ended.size() && ended.get(next).endNanos() < operation.startNanos()) {
                known = Math.max(known, position(ended.get(next)));
                next++;
            }
            fits(operation, known);
            Operation writer = writers.get(operation.version());
            if (operation.kind() == Kind.READ && writer != null && writer.startNanos() > operation.endNanos()) {
                violations.add("it was read before anybody wrote it: " + operation + ", " + writer);
            }
        }
    }

    /** The version of the key that an answer proves to have been there; 0 if it proves none. */
    private long position(Operation operation) {
        if (operation.kind() == Kind.DELETE) {
            Long gone = truth.of(operation.key()).higherKey(operation.base());
            return gone == null ? 0 : gone;
        }
        return operation.version();
    }

    private void fits(Operation operation, long known) {
        NavigableMap<Long, Optional<String>> versions = truth.of(operation.key());
        if (operation.kind() == Kind.READ && operation.value().isEmpty()) {
            boolean absentThen = versions.floorEntry(known) == null
                    || versions.floorEntry(known).getValue().isEmpty();
            boolean absentLater =
                    versions.tailMap(known, false).values().stream().anyMatch(Optional::isEmpty);
            if (!absentThen && !absentLater) {
                violations.add("it was there in version " + versions.floorKey(known) + " already: " + operation);
            }
        } else if (position(operation) < known) {
            violations.add("version " + known + " was known before it was asked: " + operation);
        }
    }

    private void complete(Seen seen) {
        List<Truth.Change> expected = List.copyOf(truth.after(seen.from()).values());
        for (int index = 0; index < seen.changes().size(); index++) {
            if (index >= expected.size()
                    || !expected.get(index).equals(seen.changes().get(index))) {
                violations.add(seen.watcher() + " saw " + seen.changes().get(index) + " as number " + index
                        + " where the log has " + (index < expected.size() ? expected.get(index) : "nothing more"));
                return;
            }
        }
        if (seen.changes().size() < expected.size()) {
            violations.add(
                    seen.watcher() + " never saw " + expected.get(seen.changes().size()));
        }
    }
}
