package dev.flotilla.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeHistory;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayedChangesTest {
    private static final Instant START = Instant.ofEpochSecond(10_000);

    private final ReplayedChanges replayed = new ReplayedChanges(Duration.ofMinutes(15), 1 << 20);

    @Test
    void remembersOnlyWhatCompactionCannotHaveTouched() throws ExpiredException {
        add(0, 100);
        add(10, 200);
        add(20, 300);

        ChangeHistory history = replayed.history(START.plus(Duration.ofMinutes(21)), 300);

        assertThat(history.after(199, Set.of()))
                .extracting(Change::resourceVersion)
                .containsExactly(200L, 300L);
        assertThatThrownBy(() -> history.after(198, Set.of())).isInstanceOf(ExpiredException.class);
    }

    @Test
    void beginsAtTheEndWhereNothingIsYoungEnough() throws ExpiredException {
        add(0, 100);

        ChangeHistory history = replayed.history(START.plus(Duration.ofHours(1)), 120);

        assertThat(history.oldest()).isEqualTo(120);
        assertThat(history.after(120, Set.of())).isEmpty();
    }

    @Test
    void keepsWithinItsBytes() {
        ReplayedChanges small = new ReplayedChanges(Duration.ofMinutes(15), 400);
        for (int version = 1; version <= 100; version++) {
            small.add(START, version, List.of(change(version)));
        }

        ChangeHistory history = small.history(START, 100);

        assertThat(history.bytes()).isLessThanOrEqualTo(400);
        assertThat(history.oldest()).isGreaterThan(90);
    }

    private void add(int minute, long version) {
        replayed.add(START.plus(Duration.ofMinutes(minute)), version, List.of(change(version)));
    }

    private static Change change(long version) {
        Write.Put put = (Write.Put) Samples.put("a", "1");
        return new Change(put.key(), null, StoredObject.of(put.key(), version, put.json()), version);
    }
}
