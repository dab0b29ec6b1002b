package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ChangeListener;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ExpiredException;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A write whose fate the store does not tell is answered so, and is not tried a second time. */
class DoubtfulCommitIT {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MAP = "{\"metadata\":{\"name\":\"a\"}}";

    @Test
    void isNeverTakenForSomebodyElsesObject() {
        try (TestServer server =
                TestServer.seeing(store -> new Telling(store, new CommitOutcome.InDoubt("nobody knows"), true))) {
            HttpsClient.Answer created = server.admin().post(MAPS, MAP);

            assertThat(created.code()).as(created.message()).isEqualTo(504);
            assertThat(server.admin().get(MAPS + "/a").code())
                    .as("it did take effect")
                    .isEqualTo(200);
        }
    }

    @Test
    void isRefusedOnceWhereTheLogTakesNoWrites() {
        Telling[] away = new Telling[1];
        CommitOutcome outcome = new CommitOutcome.Unavailable("Kafka is away", Duration.ofSeconds(1));
        try (TestServer server = TestServer.seeing(store -> away[0] = new Telling(store, outcome, false))) {
            HttpsClient.Answer created = server.admin().post(MAPS, MAP);

            assertThat(created.code()).as(created.message()).isEqualTo(503);
            assertThat(away[0].asked.get()).isEqualTo(1);
        }
    }

    /**
     * Tells the same of every write.
     *
     * @param writes whether they take effect nevertheless
     */
    private record Telling(ObjectStore store, CommitOutcome outcome, boolean writes, AtomicInteger asked)
            implements ObjectStore {
        Telling(ObjectStore store, CommitOutcome outcome, boolean writes) {
            this(store, outcome, writes, new AtomicInteger());
        }

        @Override
        public CompletionStage<CommitOutcome> commit(Commit commit) {
            asked.incrementAndGet();
            CompletionStage<CommitOutcome> told = CompletableFuture.completedFuture(outcome);
            return writes ? store.commit(commit).thenCompose(_ -> told) : told;
        }

        @Override
        public Snapshot snapshot() {
            return store.snapshot();
        }

        @Override
        public CompletionStage<Snapshot> latest() {
            return store.latest();
        }

        @Override
        public CompletionStage<Snapshot> atLeast(long resourceVersion) {
            return store.atLeast(resourceVersion);
        }

        @Override
        public Subscription subscribe(long after, Set<GroupResource> resources, ChangeListener listener)
                throws ExpiredException {
            return store.subscribe(after, resources, listener);
        }
    }
}
