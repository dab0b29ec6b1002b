package dev.flotilla.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.faults.Operation.Kind;
import dev.flotilla.e2e.faults.Operation.Told;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A harness that finds nothing is worth nothing: each kind of broken promise must be found. */
final class CheckerTest {
    private static final String KEY = "k";
    private final Truth truth = new Truth();

    /** Created in 10, replaced in 20, deleted in 30, created anew in 40. */
    @BeforeEach
    void log() {
        truth.add(KEY, 10, Optional.of("one"));
        truth.add(KEY, 20, Optional.of("two"));
        truth.add(KEY, 30, Optional.empty());
        truth.add(KEY, 40, Optional.of("four"));
        truth.add(new Truth.Sign(5, 1, "a"));
        truth.add(new Truth.Sign(15, 1, "a"));
        truth.add(new Truth.Sign(25, 2, "b"));
    }

    private static Operation operation(Kind kind, String value, long base, Told told, long version, long start) {
        return new Operation(
                kind,
                "a",
                KEY,
                value.isEmpty() ? Optional.empty() : Optional.of(value),
                base,
                told,
                version,
                start,
                start + 5,
                "");
    }

    private List<String> violations(Operation... operations) {
        return Checker.violations(truth, List.of(operations), List.of());
    }

    @Test
    void findsNothingWhereAllPromisesWereKept() {
        assertThat(violations(
                        operation(Kind.CREATE, "one", 0, Told.DONE, 10, 0),
                        operation(Kind.READ, "one", 0, Told.DONE, 10, 10),
                        operation(Kind.UPDATE, "two", 10, Told.DONE, 20, 20),
                        operation(Kind.UPDATE, "never", 10, Told.REFUSED, 0, 20),
                        operation(Kind.UPDATE, "lost", 10, Told.UNKNOWN, 0, 20),
                        operation(Kind.DELETE, "", 20, Told.DONE, 0, 30),
                        operation(Kind.READ, "", 0, Told.DONE, 0, 40),
                        operation(Kind.CREATE, "four", 0, Told.DONE, 40, 50)))
                .isEmpty();
    }

    @Test
    void findsAnAcknowledgedWriteThatIsNotThere() {
        assertThat(violations(operation(Kind.CREATE, "three", 0, Told.DONE, 35, 0)))
                .singleElement()
                .asString()
                .startsWith("the log has null for what was answered");
        assertThat(violations(operation(Kind.DELETE, "", 10, Told.DONE, 0, 0))).hasSize(1);
    }

    @Test
    void findsARefusedWriteThatIsThere() {
        assertThat(violations(operation(Kind.UPDATE, "two", 10, Told.REFUSED, 0, 0)))
                .hasSize(1);
    }

    @Test
    void findsAWriteThatReplacedAnotherVersionThanItNamed() {
        assertThat(violations(operation(Kind.UPDATE, "two", 9, Told.DONE, 20, 0)))
                .hasSize(1);
    }

    @Test
    void findsACreationOverWhatWasThere() {
        assertThat(violations(operation(Kind.CREATE, "two", 0, Told.DONE, 20, 0)))
                .hasSize(1);
    }

    @Test
    void findsAReadBehindAnAcknowledgement() {
        assertThat(violations(
                        operation(Kind.UPDATE, "two", 10, Told.DONE, 20, 0),
                        operation(Kind.READ, "one", 0, Told.DONE, 10, 10)))
                .singleElement()
                .asString()
                .startsWith("version 20 was known before");
        assertThat(violations(
                        operation(Kind.UPDATE, "two", 10, Told.DONE, 20, 0),
                        operation(Kind.READ, "one", 0, Told.STALE, 10, 10)))
                .as("an answer that says that it is old may be")
                .isEmpty();
    }

    @Test
    void findsAnAbsenceThatCannotBe() {
        assertThat(violations(
                        operation(Kind.CREATE, "four", 0, Told.DONE, 40, 0),
                        operation(Kind.READ, "", 0, Told.DONE, 0, 10)))
                .hasSize(1);
    }

    @Test
    void findsAReadOfWhatNobodyHadWritten() {
        assertThat(violations(
                        operation(Kind.READ, "two", 0, Told.DONE, 20, 0),
                        operation(Kind.UPDATE, "two", 10, Told.DONE, 20, 10)))
                .singleElement()
                .asString()
                .startsWith("it was read before anybody wrote it");
    }

    @Test
    void findsALeaderThatWroteAfterItsSuccessor() {
        truth.add(new Truth.Sign(45, 1, "a"));
        assertThat(violations()).hasSize(1);
    }

    @Test
    void findsCapacityThatWasPromisedTwice() {
        truth.bound("one", 41, Bounded.CORES, true);
        truth.bound("two", 42, 1, false);
        truth.bound("one", 43, Bounded.CORES - 1, true);
        assertThat(violations()).as("what was never to be seen by itself").isEmpty();
        truth.bound("one", 44, Bounded.CORES, true);
        assertThat(violations()).hasSize(1);
    }

    @Test
    void findsMoreEvictionsInASecondThanTheBudgetAllows() {
        Instant second = Instant.parse("2026-01-01T00:00:00Z");
        for (int number = 0; number < Evicted.PER_SECOND; number++) {
            truth.evicted(new Truth.Eviction("w-" + number, "m1", second));
            truth.evicted(new Truth.Eviction("w-" + number, "m1", second));
            truth.evicted(new Truth.Eviction("w-" + number, "m2", second.plusSeconds(1)));
        }
        assertThat(violations()).as("each is counted once").isEmpty();
        truth.evicted(new Truth.Eviction("w-0", "m2", second));
        assertThat(violations()).singleElement().asString().startsWith(Evicted.PER_SECOND + 1 + " evictions");
    }

    @Test
    void findsTwoLeadersOfOneTerm() {
        truth.add(new Truth.Sign(45, 2, "c"));
        assertThat(violations()).hasSize(1);
    }

    @Test
    void findsWhatAWatcherMissedSawTwiceOrSawLast() {
        List<Truth.Change> all = List.copyOf(truth.after(10).values());
        assertThat(watched(all)).isEmpty();
        assertThat(watched(List.of(all.get(0), all.get(2)))).as("a gap").hasSize(1);
        assertThat(watched(List.of(all.get(0), all.get(0), all.get(1), all.get(2))))
                .as("a repeat")
                .hasSize(1);
        assertThat(watched(all.subList(0, 2))).as("the end").hasSize(1);
    }

    private List<String> watched(List<Truth.Change> changes) {
        return Checker.violations(truth, List.of(), List.of(new Checker.Seen("w", 10, changes)));
    }
}
