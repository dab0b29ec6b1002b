package dev.flotilla.placement.spread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupChoiceTest {
    @ParameterizedTest(name = "{0} between {1} and {2} with {3} clusters: {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                // name=clusters/weight
                "a=2/10 b=2/20 c=2/30         | 1 | 1 | 1 | c",
                "a=2/10 b=2/20 c=2/30         | 2 | 2 | 1 | c b",
                "a=2/10 b=2/20 c=2/30         | 1 | 3 | 4 | c b",
                "a=2/10 b=2/20 c=2/30         | 3 | 3 | 1 | c b a",
                "a=2/10 b=2/20 c=2/30         | 3 | 3 | 7 | none",
                "a=2/10 b=2/20                | 3 | 3 | 1 | none",
                "a=1/5 b=1/5 c=1/5            | 2 | 2 | 2 | a b",
                "a=3/50 b=2/10 c=1/10         | 1 | 3 | 3 | a",
                "a=1/9 b=1/8 c=5/1            | 1 | 2 | 5 | a c",
                "a=0/9                        | 1 | 1 | 1 | none",
            })
    void choosesTheHeaviestFeasibleGroups(String groups, int least, int most, int clusters, String expected) {
        List<String> names = GroupChoice.choose(read(groups), least, most, clusters).stream()
                .map(GroupChoice.Group::name)
                .toList();
        String chosen = names.isEmpty() ? "none" : String.join(" ", names);

        assertThat(chosen).isEqualTo(expected);
    }

    @Test
    void keepsTheBoundsWhateverTheGroups() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<GroupChoice.Group> groups = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(number ->
                            new GroupChoice.Group("r" + number, 1 + random.nextInt(5), random.nextInt(5) * 1000L))
                    .toList();
            int least = 1 + random.nextInt(4);
            int most = least + random.nextInt(3);
            int wanted = random.nextInt(8);

            var chosen = GroupChoice.choose(groups, least, most, wanted);

            if (!chosen.isEmpty()) {
                assertThat(chosen).as("seed %d", seed).hasSizeBetween(least, most);
                assertThat(chosen.stream().mapToInt(GroupChoice.Group::clusters).sum())
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(wanted);
            } else {
                assertThat(mostClusters(groups, most) < wanted || groups.size() < least)
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    /** The algorithm as it is told, step by step and with every path kept. */
    @Test
    void choosesAsTheWholeSearchWould() {
        for (long seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            List<GroupChoice.Group> groups = IntStream.range(0, 1 + random.nextInt(7))
                    .mapToObj(number ->
                            new GroupChoice.Group("r" + number, 1 + random.nextInt(4), random.nextInt(4) * 500L))
                    .toList();
            int least = 1 + random.nextInt(3);
            int most = least + random.nextInt(4);
            int wanted = random.nextInt(9);

            assertThat(GroupChoice.choose(groups, least, most, wanted))
                    .as("seed %d: %s, %d to %d, %d clusters", seed, groups, least, most, wanted)
                    .isEqualTo(new WholeSearch(groups, least, most, wanted).chosen());
        }
    }

    @Test
    void ranksTheBestChoiceFirstAndEveryChoiceOnce() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<GroupChoice.Group> groups = IntStream.range(0, 2 + random.nextInt(6))
                    .mapToObj(number ->
                            new GroupChoice.Group("r" + number, 1 + random.nextInt(4), random.nextInt(4) * 500L))
                    .toList();
            var ranked = GroupChoice.ranked(groups, 1, 3, 3, 10);

            assertThat(ranked).as("seed %d", seed).doesNotHaveDuplicates();
            if (!ranked.isEmpty()) {
                assertThat(ranked.getFirst()).as("seed %d", seed).isEqualTo(GroupChoice.choose(groups, 1, 3, 3));
            }
        }
    }

    private static int mostClusters(List<GroupChoice.Group> groups, int most) {
        return groups.stream()
                .map(GroupChoice.Group::clusters)
                .sorted((left, right) -> right - left)
                .limit(most)
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static List<GroupChoice.Group> read(String text) {
        return Arrays.stream(text.trim().split(" "))
                .map(group -> group.split("[=/]"))
                .map(parts -> new GroupChoice.Group(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])))
                .toList();
    }
}
