package dev.flotilla.replication.peer;

import static dev.flotilla.replication.Samples.key;
import static dev.flotilla.replication.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import dev.flotilla.replication.CommitId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerCodecTest {
    private static final CommitId ID = new CommitId(Long.MIN_VALUE, 7);

    private static PeerMessage.Forward forward() {
        return new PeerMessage.Forward(
                "hub-1",
                ID,
                9,
                2,
                Long.MAX_VALUE,
                new Commit(
                        List.of(put("größe", "ß"), new Write.Delete(key("gone"))),
                        List.of(
                                new Precondition.AtVersion(key("größe"), 12),
                                new Precondition.Absent(key("b")),
                                new Precondition.Exists(key("c")),
                                new Precondition.Guarded("slices", Map.of("node", "hub-1", "slices", "1@2"))),
                        Commit.Origin.OBSERVER,
                        "alice"));
    }

    private static PeerMessage.Answer answer(CommitOutcome outcome) {
        return new PeerMessage.Answer(ID, 9, 2, 44, outcome);
    }

    private static PeerMessage.Forward passed(PeerMessage.Forward forward) {
        return (PeerMessage.Forward) PeerCodec.decode(PeerCodec.encode(forward));
    }

    @Test
    void bringsACommitWhole() {
        PeerMessage.Forward sent = forward();

        PeerMessage.Forward received = passed(sent);

        assertThat(received).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void bringsEveryRefusal() {
        List<CommitOutcome> outcomes = List.of(
                new CommitOutcome.Conflicted(new Precondition.AtVersion(key("a"), 3)),
                new CommitOutcome.Refused("evictions", "the budget leaves 0"),
                new CommitOutcome.TooLarge(key("a"), 5, 4),
                new CommitOutcome.Overloaded(Duration.ofSeconds(1)),
                new CommitOutcome.Unavailable("no log", Duration.ofSeconds(2)),
                new CommitOutcome.InDoubt("nobody knows"));

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(PeerCodec.decode(PeerCodec.encode(answer(outcome))))
                        .isEqualTo(answer(outcome)));
    }

    @Test
    void refusesWhatIsTornOrAlteredWithoutTakingMuchMemory() {
        byte[] whole = PeerCodec.encode(forward());
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PeerCodec.decode(torn)).isInstanceOf(IllegalArgumentException.class);
        }
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] altered = whole.clone();
            altered[random.nextInt(altered.length)] = (byte) random.nextInt();
            try {
                PeerCodec.decode(altered);
            } catch (IllegalArgumentException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).isNotEmpty();
            }
        }
    }
}
