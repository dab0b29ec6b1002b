package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaAssignmentTest {
    @Test
    void duplicatesToEveryCluster() {
        assertThat(made(Strategy.DUPLICATED, 3, "a:0", "b:0")).isEqualTo(Map.of("a", 3, "b", 3));
    }

    @Test
    void dividesByStaticWeightAndDropsWhatNoRuleNames() {
        var assignment = new ReplicaAssignment(Strategy.STATIC_WEIGHT, 9, false, false, Map.of("a", 1L, "b", 2L));

        assertThat(made(assignment, "a:0", "b:0", "c:0")).isEqualTo(Map.of("a", 3, "b", 6));
    }

    @Test
    void givesEveryClusterTheSameWhenNoRuleMatchesAny() {
        var assignment = new ReplicaAssignment(Strategy.STATIC_WEIGHT, 6, false, false, Map.of("elsewhere", 5L));

        assertThat(made(assignment, "a:0", "b:0", "c:0")).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
    }

    @Test
    void dividesByRoom() {
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 12, "a:18", "b:12", "c:6")).isEqualTo(Map.of("a", 6, "b", 4, "c", 2));
    }

    @Test
    void aggregatesIntoTheRoomiest() {
        assertThat(made(Strategy.AGGREGATED, 5, "a:4", "b:10", "c:6")).isEqualTo(Map.of("b", 5));
        assertThat(made(Strategy.AGGREGATED, 12, "a:6", "b:6", "c:6")).isEqualTo(Map.of("a", 6, "b", 6));
    }

    @Test
    void scalesUpBesideWhatRuns() {
        // 6 more by room 1:1:4, onto 3, 3 and none
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 12, "a:1+3", "b:1+3", "c:4"))
                .isEqualTo(Map.of("a", 4, "b", 4, "c", 4));
    }

    @Test
    void aggregatesFirstWhereItRunsWhenScalingUp() {
        assertThat(made(Strategy.AGGREGATED, 6, "a:10", "b:5+2")).isEqualTo(Map.of("b", 6));
    }

    @Test
    void scalesDownInProportion() {
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 6, "a:0+4", "b:0+8", "c:100")).isEqualTo(Map.of("a", 2, "b", 4));
    }

    @Test
    void leavesAnUnchangedSumAlone() {
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 5, "a:0+1", "b:0+4", "c:1000")).isEqualTo(Map.of("a", 1, "b", 4));
    }

    @Test
    void dealsAnewWhenFresh() {
        var assignment = new ReplicaAssignment(Strategy.DYNAMIC_WEIGHT, 12, true, false, Map.of());

        assertThat(made(assignment, "a:2+10", "b:12")).isEqualTo(Map.of("a", 6, "b", 6));
    }

    @Test
    void saysWhatRoomIsMissing() {
        var assignment = new ReplicaAssignment(Strategy.DYNAMIC_WEIGHT, 10, false, false, Map.of());

        Choice<Map<String, Integer>> choice = assignment.assign(Candidates.of("a:2", "b:3"));

        assertThat(choice)
                .isEqualTo(Choice.unschedulable("Clusters available replicas 5 are not enough to schedule 10."));
    }

    @Test
    void fillsTheAffinityBeforeItsOverflowAndRetractsTheOverflowFirst() {
        var up = new ReplicaAssignment(Strategy.DYNAMIC_WEIGHT, 10, false, false, Map.of());
        var down = new ReplicaAssignment(Strategy.DYNAMIC_WEIGHT, 7, false, false, Map.of());

        assertThat(value(up.assign(List.of(Candidates.tier(1, "o:20"), Candidates.tier(0, "p:6")))))
                .isEqualTo(Map.of("p", 6, "o", 4));
        assertThat(value(down.assign(List.of(Candidates.tier(1, "o:16+4"), Candidates.tier(0, "p:0+6")))))
                .isEqualTo(Map.of("p", 6, "o", 1));
    }

    @Test
    void keepsAWorkloadScaledToNothingWhereItWas() {
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 0, "a:5", "b:5+2")).isEqualTo(Map.of("b", 0));
        assertThat(made(Strategy.AGGREGATED, 0, "a:5", "b:5")).isEqualTo(Map.of("a", 0, "b", 0));
    }

    @Test
    void dividedReplicasSumUpAndScaleMonotonically() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Strategy strategy = random.nextBoolean() ? Strategy.DYNAMIC_WEIGHT : Strategy.AGGREGATED;
            List<Candidate> candidates = random(random);
            int running = candidates.stream().mapToInt(Candidate::assigned).sum();
            long room = candidates.stream().mapToLong(Candidate::available).sum();
            int replicas = 1 + random.nextInt(60);
            var assignment = new ReplicaAssignment(strategy, replicas, false, random.nextBoolean(), Map.of());

            Choice<Map<String, Integer>> choice = assignment.assign(candidates);

            if (choice instanceof Choice.Made<Map<String, Integer>>(var dealt)) {
                assertThat(dealt.values().stream().mapToInt(Integer::intValue).sum())
                        .as("seed %d", seed)
                        .isEqualTo(replicas);
                for (Candidate candidate : candidates) {
                    int now = dealt.getOrDefault(candidate.name(), 0);
                    if (replicas >= running) {
                        assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(candidate.assigned());
                    } else if (strategy == Strategy.DYNAMIC_WEIGHT) {
                        assertThat(now).as("seed %d", seed).isLessThanOrEqualTo(candidate.assigned());
                    } else {
                        assertThat(candidate.assigned() == 0 && now > 0)
                                .as("seed %d", seed)
                                .isFalse();
                    }
                }
            } else {
                assertThat(room).as("seed %d", seed).isLessThan(Math.max(replicas, running + 1));
            }
        }
    }

    private static List<Candidate> random(Random random) {
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < 1 + random.nextInt(8); number++) {
            int assigned = random.nextBoolean() ? random.nextInt(10) : 0;
            texts.add("m" + number + ":" + random.nextInt(12) + "+" + assigned);
        }
        return Candidates.of(texts.toArray(String[]::new));
    }

    private static Map<String, Integer> made(Strategy strategy, int replicas, String... candidates) {
        return made(new ReplicaAssignment(strategy, replicas, false, false, Map.of()), candidates);
    }

    private static Map<String, Integer> made(ReplicaAssignment assignment, String... candidates) {
        return value(assignment.assign(Candidates.of(candidates)));
    }

    private static Map<String, Integer> value(Choice<Map<String, Integer>> choice) {
        assertThat(choice).isInstanceOf(Choice.Made.class);
        return ((Choice.Made<Map<String, Integer>>) choice).value();
    }
}
