package dev.flotilla.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.faults.Copies.Event;
import dev.flotilla.e2e.faults.Copies.What;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that must not happen to a copy is found if it does. */
final class CopiesTest {
    private static final String KEY = "k";
    private final Truth truth = new Truth();

    /** Created in 10, replaced in 20, deleted in 30, created anew in 40. */
    @BeforeEach
    void log() {
        truth.add(KEY, 10, Optional.of("one"));
        truth.add(KEY, 20, Optional.of("two"));
        truth.add(KEY, 30, Optional.empty());
        truth.add(KEY, 40, Optional.of("four"));
    }

    private static Event event(What what, String uid, String value, long stamp, int atSeconds) {
        return new Event(
                "m", what, KEY, uid, value, stamp, Duration.ofSeconds(atSeconds).toNanos());
    }

    private List<String> violations(Event... events) {
        return Copies.violations(truth, List.of(events), Duration.ofSeconds(5).toNanos());
    }

    @Test
    void findsNothingWhereCopiesFollowTheLog() {
        assertThat(violations(
                        event(What.ADDED, "u1", "one", 11, 1),
                        event(What.MODIFIED, "u1", "two", 21, 2),
                        event(What.DELETED, "u1", "two", 21, 3),
                        event(What.ADDED, "u2", "four", 41, 4)))
                .isEmpty();
    }

    @Test
    void findsAWantedObjectThatWasDeleted() {
        assertThat(violations(event(What.ADDED, "u", "four", 41, 1), event(What.DELETED, "u", "four", 41, 2)))
                .singleElement()
                .asString()
                .startsWith("deleted, and the log has it still");
    }

    @Test
    void findsACopyThatWasOverwrittenFromAnOlderState() {
        assertThat(violations(event(What.ADDED, "u", "two", 21, 1), event(What.MODIFIED, "u", "one", 11, 2)))
                .singleElement()
                .asString()
                .startsWith("overwritten by an older stamp");
    }

    @Test
    void findsWhatALateWriterCreatedAnewUnlessItIsSoonRemoved() {
        Event first = event(What.ADDED, "u1", "two", 21, 1);
        Event gone = event(What.DELETED, "u1", "two", 21, 2);
        Event again = event(What.ADDED, "u2", "one", 11, 3);

        assertThat(violations(first, gone, again, event(What.DELETED, "u2", "one", 11, 14)))
                .as("within 10 s of the last fault's end")
                .isEmpty();
        assertThat(violations(first, gone, again, event(What.DELETED, "u2", "one", 11, 16)))
                .hasSize(1);
        assertThat(violations(first, gone, again)).hasSize(1);
    }

    @Test
    void findsACopyOfWhatWasNeverWritten() {
        assertThat(violations(event(What.ADDED, "u", "three", 35, 1))).hasSize(1);
    }
}
