package dev.flotilla.dr.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HashChainTest {
    private final List<JournalEntry> journal =
            new ArrayList<>(SampleReports.passed().journal());

    @Test
    void findsNoBreakInWhatARunWrote() {
        assertThat(HashChain.firstBreak(journal)).isEmpty();
    }

    @Test
    void knowsTheEmptyJournal() {
        assertThat(HashChain.firstBreak(List.of())).isEmpty();
        assertThat(HashChain.head(List.of())).isEqualTo(HashChain.GENESIS);
    }

    @Test
    void namesTheEntryWhoseContentWasChanged() {
        for (int i = 0; i < journal.size(); i++) {
            List<JournalEntry> changed = new ArrayList<>(journal);
            JournalEntry entry = journal.get(i);
            changed.set(i, withDetail(entry, entry.detail() + "."));

            assertThat(HashChain.firstBreak(changed))
                    .map(HashChain.Break::seq)
                    .as("entry %s changed", entry.seq())
                    .isEqualTo(Optional.of(entry.seq()));
        }
    }

    @Test
    void namesTheEntryAfterOneThatWasRewrittenWithItsOwnRightHash() {
        JournalEntry third = journal.get(2);
        journal.set(
                2,
                JournalEntry.after(
                        third.previousHash(),
                        third.seq(),
                        third.at(),
                        third.step(),
                        third.state(),
                        third.key(),
                        "rewritten",
                        third.node(),
                        third.epoch()));

        assertThat(HashChain.firstBreak(journal)).map(HashChain.Break::seq).isEqualTo(Optional.of(4L));
    }

    @Test
    void namesTheEntryBeforeWhichOneIsMissing() {
        journal.remove(5);

        assertThat(HashChain.firstBreak(journal)).map(HashChain.Break::seq).isEqualTo(Optional.of(7L));
    }

    @Test
    void coversTheTimeToTheMillisecondAndNoFiner() {
        String exact = hashAt(0);

        assertThat(hashAt(999_999)).isEqualTo(exact);
        assertThat(hashAt(1_000_000)).isNotEqualTo(exact);
    }

    /** What was hashed once must be hashed the same way by every later version. */
    @Test
    void keepsTheHashOfAKnownEntry() {
        assertThat(hashAt(0)).isEqualTo("433b5f258eb61e4870fd7b57cc012dbf863ac195205b58badc2728de54065321");
    }

    private static String hashAt(long nanos) {
        return HashChain.next(
                HashChain.GENESIS,
                1,
                SampleReports.T0.plusNanos(nanos),
                "Inject",
                "Begun",
                "k/inject",
                "é\n",
                "hub-0",
                7);
    }

    private static JournalEntry withDetail(JournalEntry entry, String detail) {
        return new JournalEntry(
                entry.seq(),
                entry.at(),
                entry.step(),
                entry.state(),
                entry.key(),
                detail,
                entry.node(),
                entry.epoch(),
                entry.previousHash(),
                entry.hash());
    }
}
