package dev.flotilla.placement.apportion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaPlanTest {
    /** name*weight[>least][<most][~capacity][+running]. */
    private static final Pattern CLUSTER = Pattern.compile(
            "(?<name>\\w+)\\*(?<weight>\\d+)(>(?<least>\\d+))?(<(?<most>\\d+))?(~(?<capacity>\\d+))?(\\+(?<running>\\d+))?");

    @ParameterizedTest(name = "{0} among {1}, rebalancing {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // shares by weight
                "9  | A*1 B*2          | true  | A=3 B=6",
                "6  | A*1 B*1 C*1      | true  | A=2 B=2 C=2",
                "10 | A*0 B*1          | true  | A=0 B=10",
                "5  | A*0 B*0          | true  | A=0 B=0",
                "0  | A*1 B*1          | true  | A=0 B=0",
                // the heavier are served first, rounded up
                "5  | A*1 B*3          | true  | A=1 B=4",
                "1  | A*1 B*2          | true  | A=0 B=1",
                "7  | A*1 B*2 C*4      | true  | A=1 B=2 C=4",
                // the least first, as far as replicas last
                "10 | A*0>3 B*1        | true  | A=3 B=7",
                "4  | A*5>3 B*1>3      | true  | A=3 B=1",
                "20 | A*1>2 B*1>2 C*8  | true  | A=3 B=4 C=13",
                // no more than the most
                "10 | A*1<2 B*1        | true  | A=2 B=8",
                "10 | A*1<2 B*1<3      | true  | A=2 B=3",
                "9  | A*2<3 B*1        | true  | A=3 B=6",
                // no more than there is room for
                "10 | A*1~2 B*1        | true  | A=2 B=8",
                "10 | A*1>5~2 B*1      | true  | A=2 B=8",
                // what runs stays unless it may move
                "10 | A*1+8 B*1        | false | A=8 B=2",
                "10 | A*1+8 B*1        | true  | A=5 B=5",
                "10 | A*1+12 B*1       | false | A=10 B=0",
                "10 | A*1<4+8 B*1      | false | A=4 B=6",
                "12 | A*1+2 B*1+8      | false | A=4 B=8",
                "20 | A*1+8 B*1        | false | A=10 B=10",
            })
    void plansAsPreferred(int replicas, String clusters, boolean rebalance, String expected) {
        String planned = ReplicaPlan.of(replicas, read(clusters), rebalance, "").stream()
                .map(share -> share.cluster() + "=" + share.replicas())
                .collect(Collectors.joining(" "));

        assertThat(planned).isEqualTo(expected);
    }

    @Test
    void tellsWhatAClusterWasDueButCannotTake() {
        assertThat(ReplicaPlan.of(10, read("A*1~2 B*1<3"), true, ""))
                .containsExactly(new ReplicaPlan.Share("A", 2, 3), new ReplicaPlan.Share("B", 3, 0));
    }

    @Test
    void neverPlansMoreThanAskedForNorBeyondLimits() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<ReplicaPlan.Preference> preferences = new ArrayList<>();
            for (int number = 0; number < 1 + random.nextInt(8); number++) {
                int least = random.nextInt(4);
                preferences.add(new ReplicaPlan.Preference(
                        "m" + number,
                        least,
                        random.nextBoolean() ? OptionalLong.of(least + random.nextInt(6)) : OptionalLong.empty(),
                        random.nextInt(5),
                        random.nextBoolean() ? OptionalLong.of(random.nextInt(10)) : OptionalLong.empty(),
                        random.nextInt(6)));
            }
            int replicas = random.nextInt(40);
            List<ReplicaPlan.Share> shares = ReplicaPlan.of(replicas, preferences, random.nextBoolean(), "ns/app");

            assertThat(shares.stream().mapToLong(ReplicaPlan.Share::replicas).sum())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(replicas);
            for (int index = 0; index < shares.size(); index++) {
                ReplicaPlan.Preference preference = preferences.get(index);
                assertThat(shares.get(index).replicas())
                        .as("seed %d", seed)
                        .isBetween(
                                0L,
                                Math.min(
                                        preference.most().orElse(Long.MAX_VALUE),
                                        preference.capacity().orElse(Long.MAX_VALUE)));
            }
        }
    }

    private static List<ReplicaPlan.Preference> read(String clusters) {
        return Arrays.stream(clusters.trim().split(" +"))
                .map(CLUSTER::matcher)
                .filter(Matcher::matches)
                .map(one -> new ReplicaPlan.Preference(
                        one.group("name"),
                        number(one, "least").orElse(0),
                        number(one, "most"),
                        Long.parseLong(one.group("weight")),
                        number(one, "capacity"),
                        number(one, "running").orElse(0)))
                .toList();
    }

    private static OptionalLong number(Matcher one, String group) {
        return one.group(group) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(one.group(group)));
    }
}
