package dev.flotilla.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final LogHead HEAD = LogHead.create("demo", "topic", Instant.ofEpochSecond(1_000));
    private static final CommitId ONE = new CommitId(0, 1);
    private static final CommitId TWO = new CommitId(0, 2);

    private final Fold fold = new Fold(HEAD);

    @Test
    void holdsBackACommitUntilItsLastRecordCameIn() {
        fold.accept(1, wrote(ONE, 0, 2, Samples.put("a", "1")));

        Boundary half = fold.take();
        fold.accept(2, wrote(ONE, 1, 2, Samples.put("b", "1")));
        Boundary whole = fold.take();

        assertThat(half.empty()).isTrue();
        assertThat(half.state().get(Samples.key("a"))).isEmpty();
        assertThat(whole.landed()).containsExactly(landed(ONE, 1, 2));
        assertThat(whole.state().list(Samples.key("a").resource()))
                .extracting(StoredObject::key)
                .containsExactly(Samples.key("a"), Samples.key("b"));
        assertThat(whole.state().resourceVersion()).isEqualTo(HEAD.version(2));
    }

    @Test
    void completesACommitWhoseLastRecordWasCompactedAway() {
        fold.accept(1, wrote(ONE, 0, 3, Samples.put("a", "1")));
        fold.accept(7, wrote(TWO, 0, 1, Samples.put("b", "1")));

        Boundary boundary = fold.take();

        assertThat(boundary.landed()).containsExactly(landed(ONE, 1), landed(TWO, 7));
    }

    @Test
    void completesWhatIsHeldAtALeadersSign() {
        fold.accept(1, wrote(ONE, 0, 2, Samples.put("a", "1")));
        fold.accept(3, new LogRecord.Led(new LeaderMark(4, "hub-0")));

        Boundary boundary = fold.take();

        assertThat(boundary.landed()).containsExactly(landed(ONE, 1));
        assertThat(boundary.leader()).contains(new LeaderMark(4, "hub-0"));
        assertThat(boundary.state().resourceVersion()).isEqualTo(HEAD.version(3));
    }

    @Test
    void takesTheObjectsOfANodesOwnCommitAsTheyWereSent() {
        Proposal sent = Proposal.of(ONE, Samples.commit(List.of(Samples.put("a", "1"))));
        Fold own = new Fold(HEAD, id -> id.equals(ONE) ? Optional.of(sent) : Optional.empty());
        own.accept(1, wrote(ONE, 0, 1, Samples.put("a", "1")));
        own.accept(3, wrote(TWO, 0, 1, Samples.put("b", "1")));

        Boundary boundary = own.take();

        StoredObject a = boundary.state().get(Samples.key("a")).orElseThrow();
        assertThat(a.head()).isSameAs(sent.object(Samples.key("a")).head());
        assertThat(a.resourceVersion()).isEqualTo(HEAD.version(1));
        assertThat(boundary.state().get(Samples.key("b")).orElseThrow().resourceVersion())
                .isEqualTo(HEAD.version(3));
    }

    @Test
    void tellsCreationChangeAndDeletionApart() {
        fold.accept(1, wrote(ONE, 0, 1, Samples.put("a", "1")));
        fold.accept(3, wrote(TWO, 0, 1, Samples.put("a", "2")));
        fold.accept(5, wrote(new CommitId(0, 3), 0, 1, new Write.Delete(Samples.key("a"))));
        fold.accept(7, wrote(new CommitId(0, 4), 0, 1, new Write.Delete(Samples.key("a"))));

        Boundary boundary = fold.take();

        assertThat(boundary.changes())
                .extracting(Change::resourceVersion)
                .containsExactly(HEAD.version(1), HEAD.version(3), HEAD.version(5));
        assertThat(boundary.changes().get(0).before()).isNull();
        assertThat(boundary.changes().get(1).before()).isNotNull();
        assertThat(boundary.changes().get(2).after()).isNull();
        assertThat(boundary.state().resources()).isEmpty();
        assertThat(boundary.state().resourceVersion()).isEqualTo(HEAD.version(7));
    }

    @Test
    void refusesARecordOfAnotherLog() {
        LogHead other = LogHead.create("demo", "another topic", Instant.ofEpochSecond(2_000));

        assertThatThrownBy(() -> fold.accept(0, new LogRecord.Head(other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another topic");
    }

    @Test
    void keepsItsNameForMembersWhenItIsRestoredAndTakesHigherVersionsWhateverTheClockSays() {
        long newest = HEAD.version(5_000_000);

        LogHead restored = LogHead.restored("demo", HEAD.lineage(), "new topic", newest, Instant.ofEpochSecond(1));
        LogHead again = LogHead.restored("demo", restored.lineage(), "third topic", restored.version(9), Instant.EPOCH);

        assertThat(restored.hubId()).isEqualTo(HEAD.hubId());
        assertThat(again.hubId()).isEqualTo(HEAD.hubId());
        assertThat(restored.version(0)).isGreaterThan(newest);
        assertThat(again.version(0)).isGreaterThan(restored.version(9));
        assertThat(LogHead.create("demo", "new topic", Instant.ofEpochSecond(1)).hubId())
                .isNotEqualTo(HEAD.hubId());
    }

    @Test
    void givesALaterLogHigherVersionsThanAnyEarlierOne() {
        LogHead aSecondLater = LogHead.create("demo", "topic", Instant.ofEpochSecond(1_001));

        assertThat(aSecondLater.version(0)).isGreaterThan(HEAD.version(1_000_000));
    }

    @Test
    void missesAnObjectItCouldNotOpenUntilALaterRecordReplacesIt() {
        CommitMark mark = new CommitMark(ONE, 0, 1);
        fold.accept(1, new LogRecord.Unopened(mark, Samples.key("a"), "no key"));
        assertThat(fold.unopened()).containsOnly(entry(Samples.key("a"), "no key"));
        assertThat(fold.take().state().get(Samples.key("a"))).isEmpty();

        fold.accept(3, wrote(TWO, 0, 1, Samples.put("a", "2")));

        assertThat(fold.unopened()).isEmpty();
        assertThat(fold.take().state().get(Samples.key("a"))).isPresent();
    }

    private static LogRecord wrote(CommitId id, int index, int count, Write write) {
        return new LogRecord.Wrote(new CommitMark(id, index, count), write);
    }

    private static Boundary.Landed landed(CommitId id, long... offsets) {
        return new Boundary.Landed(
                id, Arrays.stream(offsets).map(HEAD::version).boxed().toList());
    }
}
