package dev.flotilla.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Preconditions;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupTest {
    private static final Preconditions NO_GUARDS = new Preconditions(List.of());
    private long ids;

    @Test
    void seesWhatCameBeforeInTheSameGroup() {
        Proposal first = proposal(List.of(Samples.put("a", "1")), new Precondition.Absent(Samples.key("a")));
        Proposal second = proposal(List.of(Samples.put("a", "2")), new Precondition.Absent(Samples.key("a")));
        Proposal third = proposal(List.of(Samples.put("a", "3")), new Precondition.Exists(Samples.key("a")));
        Proposal fourth = proposal(List.of(new Write.Delete(Samples.key("a"))));
        Proposal fifth = proposal(List.of(Samples.put("a", "4")), new Precondition.Absent(Samples.key("a")));

        Group group = Group.of(StateTable.EMPTY, List.of(first, second, third, fourth, fifth), NO_GUARDS);

        assertThat(group.accepted()).containsExactly(first, third, fourth, fifth);
        assertThat(group.refused())
                .containsExactly(new Group.Refusal(
                        second, new CommitOutcome.Conflicted(new Precondition.Absent(Samples.key("a")))));
    }

    @Test
    void takesNoVersionForOneThatIsStillUnknown() {
        StateTable before = Group.of(StateTable.EMPTY, List.of(proposal(List.of(Samples.put("a", "1")))), NO_GUARDS)
                .after(List.of(10L));
        Proposal change = proposal(List.of(Samples.put("a", "2")), atVersion(10));
        Proposal late = proposal(List.of(Samples.put("a", "3")), atVersion(10));
        Proposal clairvoyant = proposal(List.of(Samples.put("a", "4")), atVersion(11));

        Group group = Group.of(before, List.of(change, late, clairvoyant), NO_GUARDS);

        assertThat(group.accepted()).containsExactly(change);
        assertThat(group.refused()).extracting(Group.Refusal::proposal).containsExactly(late, clairvoyant);
    }

    @Test
    void givesEachWriteItsOwnVersionOnceKnown() {
        Proposal two = proposal(List.of(Samples.put("a", "1"), Samples.put("b", "1")));
        Proposal one = proposal(List.of(Samples.put("c", "1")));

        StateTable after =
                Group.of(StateTable.EMPTY, List.of(two, one), NO_GUARDS).after(List.of(5L, 6L, 7L));

        assertThat(after.list(Samples.key("a").resource()))
                .extracting(object -> object.resourceVersion())
                .containsExactly(5L, 6L, 7L);
        assertThat(after.resourceVersion()).isEqualTo(7);
    }

    @Test
    void asksAGuardAboutTheStateBeforeEachCommit() {
        Preconditions guards = new Preconditions(List.of(new AtMost(1)));
        Precondition guarded = new Precondition.Guarded("at-most", Map.of());
        Proposal first = proposal(List.of(Samples.put("a", "1")), guarded);
        Proposal second = proposal(List.of(Samples.put("b", "1")), guarded);

        Group group = Group.of(StateTable.EMPTY, List.of(first, second), guards);

        assertThat(group.accepted()).containsExactly(first);
        assertThat(group.refused())
                .containsExactly(new Group.Refusal(second, new CommitOutcome.Refused("at-most", "1 there already")));
    }

    @Test
    void refusesWhereAGuardFailsInsteadOfFailingItself() {
        Proposal unknown = proposal(List.of(Samples.put("a", "1")), new Precondition.Guarded("nobody", Map.of()));

        Group group = Group.of(StateTable.EMPTY, List.of(unknown), NO_GUARDS);

        assertThat(group.accepted()).isEmpty();
        assertThat(group.refused().getFirst().outcome())
                .isInstanceOfSatisfying(
                        CommitOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("nobody"));
    }

    private Proposal proposal(List<Write> writes, Precondition... preconditions) {
        return Proposal.of(new CommitId(0, ids++), Samples.commit(writes, preconditions));
    }

    private static Precondition atVersion(long version) {
        return new Precondition.AtVersion(Samples.key("a"), version);
    }

    private record AtMost(int objects) implements Guard {
        @Override
        public String name() {
            return "at-most";
        }

        @Override
        public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
            int count = snapshot.count(Samples.key("a").resource());
            return count < objects ? Optional.empty() : Optional.of(count + " there already");
        }
    }
}
