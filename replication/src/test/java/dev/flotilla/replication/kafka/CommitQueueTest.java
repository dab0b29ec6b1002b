package dev.flotilla.replication.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.replication.CommitId;
import dev.flotilla.replication.Proposal;
import dev.flotilla.replication.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
    private final CommitQueue queue = new CommitQueue();
    private long ids;

    @Test
    void leavesControllersAShareThatClientsCannotFill() {
        for (int i = 0; i < CommitQueue.CLIENT_COMMITS_MAX; i++) {
            queue.offer(pending(Commit.Origin.CLIENT));
        }
        PendingCommit client = pending(Commit.Origin.CLIENT);
        PendingCommit controller = pending(Commit.Origin.CONTROLLER);

        queue.offer(client);
        queue.offer(controller);

        assertThat(outcome(client)).isCompletedWithValue(new CommitOutcome.Overloaded(CommitQueue.RETRY_AFTER));
        assertThat(outcome(controller)).isNotDone();
        assertThat(queue.size()).isEqualTo(CommitQueue.CLIENT_COMMITS_MAX + 1);
    }

    @Test
    void makesRoomOfCommitsThatWereAnsweredWhileTheyWaited() {
        List<PendingCommit> waiting = new ArrayList<>();
        for (int i = 0; i < CommitQueue.CLIENT_COMMITS_MAX; i++) {
            waiting.add(pending(Commit.Origin.CLIENT));
            queue.offer(waiting.getLast());
        }
        waiting.forEach(commit -> commit.answer(new CommitOutcome.InDoubt("over")));
        PendingCommit late = pending(Commit.Origin.CLIENT);

        queue.offer(late);

        assertThat(outcome(late)).isNotDone();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfWhatIsPutBack() throws InterruptedException {
        List<PendingCommit> commits = List.of(
                pending(Commit.Origin.CLIENT), pending(Commit.Origin.CONTROLLER), pending(Commit.Origin.CLIENT));
        commits.forEach(queue::offer);

        List<PendingCommit> taken = queue.take(Duration.ZERO, 1, Gathering.SHORT);
        PendingCommit later = pending(Commit.Origin.CLIENT);
        queue.offer(later);
        queue.putBack(taken);

        assertThat(taken).isEqualTo(commits);
        assertThat(queue.take(Duration.ZERO, 1, Gathering.SHORT))
                .containsExactly(commits.get(0), commits.get(1), commits.get(2), later);
    }

    @Test
    void letsObserversWaitForCompanyAndGoLast() throws InterruptedException {
        PendingCommit observer = pending(Commit.Origin.OBSERVER);
        PendingCommit controller = pending(Commit.Origin.CONTROLLER);
        PendingCommit client = pending(Commit.Origin.CLIENT);

        queue.offer(observer);
        queue.offer(controller);
        queue.offer(client);

        assertThat(queue.take(Duration.ofMinutes(1), 1, Gathering.SHORT)).containsExactly(controller, client, observer);
        assertThat(queue.size()).isZero();
    }

    @Test
    void beginsAGroupForObserversAloneOnceTheyHaveWaited() throws InterruptedException {
        PendingCommit observer = pending(Commit.Origin.OBSERVER);
        long startedNanos = System.nanoTime();

        queue.offer(observer);

        assertThat(queue.take(Duration.ofMinutes(1), 1, Gathering.SHORT)).containsExactly(observer);
        assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isGreaterThanOrEqualTo(CommitQueue.PATIENCE);
    }

    @Test
    void keepsRoomInAGroupForObserversThatHaveWaited() {
        PendingCommit observer = pending(Commit.Origin.OBSERVER);
        queue.offer(observer);

        await().until(() -> {
            fillWithClients();
            return queue.take(Duration.ZERO, 1, Gathering.SHORT).contains(observer);
        });

        assertThat(queue.size()).as("clients that would have filled the group").isPositive();
    }

    @Test
    void gathersAGroupForAMomentAndNotForEver() throws InterruptedException {
        PendingCommit alone = pending(Commit.Origin.CLIENT);
        queue.offer(alone);

        assertThat(queue.take(Duration.ofMinutes(1), 100, Gathering.SHORT)).containsExactly(alone);
    }

    @Test
    void beginsAtOnceWhenThereIsEnough() throws InterruptedException {
        List<PendingCommit> both = List.of(pending(Commit.Origin.CLIENT), pending(Commit.Origin.CONTROLLER));
        both.forEach(queue::offer);

        assertThat(queue.take(Duration.ofMinutes(1), 2, Gathering.SHORT)).isEqualTo(both);
    }

    private void fillWithClients() {
        while (queue.size() <= CommitQueue.GROUP_COMMITS_MAX) {
            queue.offer(pending(Commit.Origin.CLIENT));
        }
    }

    @Test
    void answersATimedOutCommitByWhetherItWasSent() {
        PendingCommit queued = pending(Commit.Origin.CLIENT);
        PendingCommit sent = pending(Commit.Origin.CLIENT);
        assertThat(sent.send(1)).isTrue();

        var queuedOutcome = queued.outcome(Duration.ofMillis(1));
        var sentOutcome = sent.outcome(Duration.ofMillis(1));

        assertThat(queuedOutcome.toCompletableFuture().join()).isInstanceOf(CommitOutcome.Unavailable.class);
        assertThat(sentOutcome.toCompletableFuture().join()).isInstanceOf(CommitOutcome.InDoubt.class);
        assertThat(queued.send(2)).as("an answered commit must not be sent").isFalse();
        assertThat(sent.unsend())
                .as("an answered commit must not be sent again")
                .isFalse();
    }

    @Test
    void settlesCommitsOfEarlierTermsAlone() {
        InFlight inFlight = new InFlight();
        PendingCommit old = pending(Commit.Origin.CLIENT);
        PendingCommit current = pending(Commit.Origin.CLIENT);
        assertThat(old.send(3)).isTrue();
        assertThat(current.send(4)).isTrue();
        inFlight.add(old);
        inFlight.add(current);

        assertThat(inFlight.notInLogBefore(4)).containsExactly(old);
        assertThat(inFlight.find(current.proposal().id())).contains(current);
    }

    private static CompletableFuture<CommitOutcome> outcome(PendingCommit commit) {
        return commit.outcome(Duration.ofMinutes(1)).toCompletableFuture();
    }

    private PendingCommit pending(Commit.Origin origin) {
        Commit commit = new Commit(List.of(Samples.put("a", "1")), List.of(), origin, "test");
        return new PendingCommit(Proposal.of(new CommitId(0, ids++), commit));
    }
}
