package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionChoiceTest {
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
        String chosen = RegionChoice.choose(read(groups), least, most, clusters)
                .map(path -> String.join(
                        " ", path.stream().map(RegionChoice.Group::name).toList()))
                .orElse("none");

        assertThat(chosen).isEqualTo(expected);
    }

    @Test
    void keepsTheBoundsWhateverTheGroups() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<RegionChoice.Group> groups = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(number ->
                            new RegionChoice.Group("r" + number, 1 + random.nextInt(5), random.nextInt(5) * 1000L))
                    .toList();
            int least = 1 + random.nextInt(4);
            int most = least + random.nextInt(3);
            int wanted = random.nextInt(8);

            var chosen = RegionChoice.choose(groups, least, most, wanted);

            if (chosen.isPresent()) {
                assertThat(chosen.get()).as("seed %d", seed).hasSizeBetween(least, most);
                assertThat(chosen.get().stream()
                                .mapToInt(RegionChoice.Group::clusters)
                                .sum())
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(wanted);
            } else {
                assertThat(mostClusters(groups, most) < wanted || groups.size() < least)
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    private static int mostClusters(List<RegionChoice.Group> groups, int most) {
        return groups.stream()
                .map(RegionChoice.Group::clusters)
                .sorted((left, right) -> right - left)
                .limit(most)
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static List<RegionChoice.Group> read(String text) {
        return Arrays.stream(text.trim().split(" "))
                .map(group -> group.split("[=/]"))
                .map(parts -> new RegionChoice.Group(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])))
                .toList();
    }
}
