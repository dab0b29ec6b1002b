package dev.flotilla.api.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceAssignmentTest {
    private static final ObjectKey KEY = ObjectKey.of("apps", "deployments", "shop", "web");

    private static SortedSet<String> nodes(String... names) {
        return new TreeSet<>(Set.of(names));
    }

    private static SliceAssignment first(String... names) {
        return SliceAssignment.over(Optional.empty(), nodes(names)).orElseThrow();
    }

    @Test
    void dividesEverythingEvenly() {
        assertThat(first("a").counts()).containsEntry("a", 64);
        assertThat(first("a", "b", "c").counts().values()).containsExactlyInAnyOrder(22, 21, 21);
    }

    @Test
    void changesNothingWhileTheNodesStay() {
        assertThat(SliceAssignment.over(Optional.of(first("a", "b", "c")), nodes("a", "b", "c")))
                .isEmpty();
    }

    @Test
    void movesOnlyWhatTheLostNodeHeld() {
        SliceAssignment three = first("a", "b", "c");

        SliceAssignment two =
                SliceAssignment.over(Optional.of(three), nodes("a", "c")).orElseThrow();

        assertThat(IntStream.range(0, Slices.COUNT)
                        .filter(slice -> !two.holder(slice).equals(three.holder(slice))))
                .hasSize(three.counts().get("b"))
                .allMatch(slice -> three.holder(slice).node().equals("b"));
        assertThat(two.counts().values()).containsExactly(32, 32);
    }

    @Test
    void isReadAsItWasWritten() {
        SliceAssignment two = SliceAssignment.over(Optional.of(first("a", "b", "c")), nodes("a", "c"))
                .orElseThrow();

        assertThat(SliceAssignment.of(ObjectJson.parse(ObjectJson.encode(two.object()))))
                .isEqualTo(two);
    }

    @Test
    void staysEvenAndMovesTheLeastWhateverNodesComeAndGo() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Optional<SliceAssignment> current = Optional.empty();
            for (int step = 0; step < 10; step++) {
                SortedSet<String> live = new TreeSet<>();
                IntStream.range(0, 1 + random.nextInt(7)).forEach(_ -> live.add("n" + random.nextInt(9)));
                Optional<SliceAssignment> before = current;
                Optional<SliceAssignment> next = SliceAssignment.over(before, live);
                SliceAssignment result = next.or(() -> before).orElseThrow();
                assertThat(result.counts().keySet()).as("seed %d", seed).isEqualTo(live);
                int least =
                        result.counts().values().stream().min(Integer::compare).orElseThrow();
                int most =
                        result.counts().values().stream().max(Integer::compare).orElseThrow();
                assertThat(most - least).as("seed %d", seed).isLessThanOrEqualTo(1);
                before.ifPresent(each -> assertThat(moved(each, result)).isEqualTo(needed(each, live)));
                current = Optional.of(result);
            }
        }
    }

    private static long moved(SliceAssignment before, SliceAssignment after) {
        return IntStream.range(0, Slices.COUNT)
                .filter(slice -> !before.holder(slice).equals(after.holder(slice)))
                .count();
    }

    /** What nobody can keep: all that is not the smaller of what a node has and what it may have. */
    private static long needed(SliceAssignment before, SortedSet<String> live) {
        int share = Slices.COUNT / live.size();
        int over = Slices.COUNT % live.size();
        List<Integer> had = live.stream()
                .map(node -> before.counts().getOrDefault(node, 0))
                .sorted((one, other) -> other - one)
                .toList();
        long kept = 0;
        for (int index = 0; index < had.size(); index++) {
            kept += Math.min(had.get(index), share + (index < over ? 1 : 0));
        }
        return Slices.COUNT - kept;
    }

    @Test
    void refusesWhatANodeDecidedForASliceThatHasMovedSince() {
        InMemoryObjectStore store = new InMemoryObjectStore(List.of(new SliceGuard()));
        SliceAssignment alone = first("a");
        assign(store, alone);
        Commit decided = alone.share("a").guard(write(), List.of(KEY));
        assertThat(outcome(store, decided)).isInstanceOf(CommitOutcome.Committed.class);

        SliceAssignment others =
                SliceAssignment.over(Optional.of(alone), nodes("b")).orElseThrow();
        assign(store, others);
        SliceAssignment back =
                SliceAssignment.over(Optional.of(others), nodes("a")).orElseThrow();

        assertThat(outcome(store, decided)).isInstanceOf(CommitOutcome.Refused.class);
        assign(store, back);
        assertThat(outcome(store, decided))
                .as("what was decided in an earlier time of holding it")
                .isInstanceOf(CommitOutcome.Refused.class);
        assertThat(outcome(store, back.share("a").guard(write(), List.of(KEY))))
                .isInstanceOf(CommitOutcome.Committed.class);
        assertThat(outcome(store, back.share("b").guard(write(), List.of(KEY))))
                .isInstanceOf(CommitOutcome.Refused.class);
    }

    private static CommitOutcome outcome(InMemoryObjectStore store, Commit commit) {
        return store.commit(commit).toCompletableFuture().join();
    }

    private static void assign(InMemoryObjectStore store, SliceAssignment assignment) {
        Write put = new Write.Put(SliceAssignment.KEY, ObjectJson.encode(assignment.object()));
        outcome(store, new Commit(List.of(put), List.of(), Commit.Origin.CONTROLLER, "test"));
    }

    private static Commit write() {
        String json = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"}}";
        Write put = new Write.Put(KEY, ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))));
        return new Commit(List.of(put), List.of(), Commit.Origin.CONTROLLER, "test");
    }
}
