package dev.flotilla.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrailTest {
    private static final GroupResource THINGS = new GroupResource("example.com", "things");

    @Test
    void namesEveryObjectThatDiffersBetweenTwoSnapshotsAndFewOthers() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<StateTable> states = new ArrayList<>(List.of(StateTable.EMPTY));
            for (int change = 0; change < 300; change++) {
                StateTable from =
                        random.nextInt(20) == 0 ? states.get(random.nextInt(states.size())) : states.getLast();
                states.add(changed(from, random, change + 1));
            }
            StateTable one = states.get(random.nextInt(states.size()));
            StateTable two = states.get(random.nextInt(states.size()));

            Set<ObjectKey> named = two.changedSince(one.stateOf(THINGS), THINGS).orElseGet(() -> everything(one, two));

            assertThat(named).as("seed " + seed).containsAll(differing(one, two));
        }
    }

    @Test
    void namesWhatBothSidesChangedOnceOneOfThemIsThrownAway() {
        StateTable common = StateTable.EMPTY.put(object("a", 1));
        StateTable thrownAway = common.put(object("b", 2));
        StateTable kept = common.put(object("c", 2)).put(object("d", 3));

        assertThat(kept.changedSince(thrownAway.stateOf(THINGS), THINGS))
                .contains(Set.of(
                        object("b", 1).key(),
                        object("c", 1).key(),
                        object("d", 1).key()));
        assertThat(kept.changedSince(common.stateOf(THINGS), THINGS))
                .contains(Set.of(object("c", 1).key(), object("d", 1).key()));
        assertThat(common.changedSince(kept.stateOf(THINGS), THINGS))
                .contains(Set.of(object("c", 1).key(), object("d", 1).key()));
    }

    @Test
    void remembersTheLastChangesAndNoneThatAreLongGone() {
        StateTable first = StateTable.EMPTY.put(object("a", 1));
        StateTable state = first;
        StateTable late = first;
        for (int change = 2; change < 10 * Trail.KEPT; change++) {
            late = change == 9 * Trail.KEPT + 1 ? state : late;
            state = state.put(object("a", change));
        }

        assertThat(state.changedSince(first.stateOf(THINGS), THINGS)).isEmpty();
        assertThat(state.changedSince(late.stateOf(THINGS), THINGS))
                .contains(Set.of(object("a", 1).key()));
    }

    private static StateTable changed(StateTable state, Random random, int version) {
        String name = "t" + random.nextInt(40);
        return random.nextInt(3) == 0
                ? state.remove(object(name, version).key(), version)
                : state.put(object(name, version));
    }

    private static Set<ObjectKey> everything(StateTable one, StateTable two) {
        Set<ObjectKey> keys = new HashSet<>();
        one.list(THINGS).forEach(object -> keys.add(object.key()));
        two.list(THINGS).forEach(object -> keys.add(object.key()));
        return keys;
    }

    private static Set<ObjectKey> differing(StateTable one, StateTable two) {
        return everything(one, two).stream()
                .filter(key -> one.get(key).orElse(null) != two.get(key).orElse(null))
                .collect(Collectors.toSet());
    }

    private static StoredObject object(String name, long version) {
        byte[] json = ("{\"apiVersion\":\"example.com/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"" + name
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        return StoredObject.of(new ObjectKey(THINGS, "", name), version, json);
    }
}
