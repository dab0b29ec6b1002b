package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ChangeHistory;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {
    private final ChangeFeed feed = new ChangeFeed(1 << 20);
    private final Recorder recorder = new Recorder();
    private StateTable state = StateTable.EMPTY;

    @BeforeEach
    void replayed() {
        feed.restart(state, new ChangeHistory(0, 1 << 20), 1);
    }

    @Test
    void tellsSubscribersThatTheyMissedSomethingWhenTheLogWasReadAnew() throws ExpiredException {
        feed.subscribe(0, Set.of(), recorder);
        put(1);

        feed.restart(state.at(9), new ChangeHistory(9, 1 << 20), 10);
        put(11);

        assertThat(recorder.versions).containsExactly(1L);
        assertThat(recorder.lost).isEqualTo(1);
        assertThatThrownBy(() -> feed.subscribe(8, Set.of(), recorder)).isInstanceOf(ExpiredException.class);
    }

    @Test
    void refusesSubscriptionsBeforeTheLogWasRead() {
        assertThatThrownBy(() -> new ChangeFeed(1 << 20).subscribe(0, Set.of(), recorder))
                .isInstanceOf(ExpiredException.class);
    }

    @Test
    void goesOnWithTheOthersWhenOneListenerFails() throws ExpiredException {
        feed.subscribe(0, Set.of(), new Recorder() {
            @Override
            public void onChanges(Snapshot snapshot, List<Change> changes) {
                throw new IllegalStateException("a bug of this listener, which the test expects in its output");
            }
        });
        feed.subscribe(0, Set.of(), recorder);

        put(1);

        assertThat(recorder.versions).containsExactly(1L);
    }

    @Test
    void callsNobodyAfterClosing() throws ExpiredException {
        var subscription = feed.subscribe(0, Set.of(), recorder);
        put(1);
        subscription.close();
        put(2);

        assertThat(recorder.versions).containsExactly(1L);
    }

    @Test
    void deliversTheAskedTypesAlone() throws ExpiredException {
        feed.subscribe(0, Set.of(new GroupResource("apps", "deployments")), recorder);

        put(1);

        assertThat(recorder.versions).isEmpty();
    }

    @Test
    void completesThoseWhoWaitForAVersionOrAPosition() {
        var version = feed.atLeast(5).toCompletableFuture();
        var position = feed.atPosition(7).toCompletableFuture();

        put(4);
        assertThat(version).isNotDone();
        put(5);
        assertThat(version).isCompletedWithValueMatching(found -> found.resourceVersion() == 5);
        assertThat(position).isNotDone();
        put(6);
        assertThat(position).isCompleted();
    }

    private void put(long version) {
        Write.Put put = (Write.Put) Samples.put("a", "1");
        StoredObject before = state.get(put.key()).orElse(null);
        StoredObject after = StoredObject.of(put.key(), version, put.json());
        state = state.put(after);
        feed.publish(state, List.of(new Change(put.key(), before, after, version)), version + 1);
    }

    private static class Recorder implements ChangeListener {
        private final List<Long> versions = new ArrayList<>();
        private int lost;

        @Override
        public void onChanges(Snapshot snapshot, List<Change> changes) {
            changes.forEach(change -> versions.add(change.resourceVersion()));
        }

        @Override
        public void onLost() {
            lost++;
        }
    }
}
