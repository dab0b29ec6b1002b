package dev.flotilla.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.BarrierTimeoutException;
import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import dev.flotilla.apiserver.request.Remarks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    /** Cannot tell what is newest. */
    private record Behind(ObjectStore old) implements ObjectStore {
        @Override
        public Snapshot snapshot() {
            return old.snapshot();
        }

        @Override
        public CompletionStage<Snapshot> latest() {
            return CompletableFuture.failedFuture(new BarrierTimeoutException(Duration.ofSeconds(7)));
        }

        @Override
        public CompletionStage<Snapshot> atLeast(long resourceVersion) {
            return old.atLeast(resourceVersion);
        }

        @Override
        public CompletionStage<CommitOutcome> commit(Commit commit) {
            return old.commit(commit);
        }

        @Override
        public Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener)
                throws ExpiredException {
            return old.subscribe(after, resources, listener);
        }
    }

    /** Whatever becomes of the request, a refusal too, bears what is remarked about it. */
    @Test
    void warnsOfWhatMayBeOldWhateverIsAnsweredFromIt() {
        ObjectStore store = new InMemoryObjectStore();
        Remarks remarks = new Remarks();

        Snapshot found = remarks.during(() -> new Freshness(new Behind(store)).notOlderThan(""));

        assertThat(found).isSameAs(store.snapshot());
        assertThat(remarks.warnings())
                .singleElement()
                .asString()
                .contains("the state log cannot be reached")
                .endsWith("7 s old");
    }

    @Test
    void saysNothingOfWhatIsNewestOrWasAskedForAsItIs() {
        ObjectStore store = new InMemoryObjectStore();
        Remarks remarks = new Remarks();

        remarks.during(() -> new Freshness(store).notOlderThan(""));
        remarks.during(() -> new Freshness(new Behind(store)).notOlderThan("0"));

        assertThat(remarks.warnings()).isEmpty();
    }
}
