package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
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
        Fleets.Rules rules = Fleets.rules(Strategy.STATIC_WEIGHT).weight(1, "a").weight(2, "b");

        assertThat(made(rules, 9, "a:0", "b:0", "c:0")).isEqualTo(Map.of("a", 3, "b", 6));
    }

    @Test
    void givesEveryClusterTheSameWhenNoRuleMatchesAny() {
        Fleets.Rules rules = Fleets.rules(Strategy.STATIC_WEIGHT).weight(5, "elsewhere");

        assertThat(made(rules, 6, "a:0", "b:0", "c:0")).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
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
        PlacementRules rules = Fleets.rules(Strategy.DYNAMIC_WEIGHT).build();
        Candidates candidates = SomeCandidates.of(rules, "a:2+10", "b:12");

        assertThat(SomeCandidates.named(candidates, value(assign(rules, candidates, 12, true))))
                .isEqualTo(Map.of("a", 6, "b", 6));
    }

    @Test
    void saysWhatRoomIsMissing() {
        PlacementRules rules = Fleets.rules(Strategy.DYNAMIC_WEIGHT).build();

        Choice<int[]> choice = assign(rules, SomeCandidates.of(rules, "a:2", "b:3"), 10, false);

        assertThat(choice)
                .isEqualTo(Choice.unschedulable("Clusters available replicas 5 are not enough to schedule 10."));
    }

    @Test
    void fillsTheAffinityBeforeItsOverflowAndRetractsTheOverflowFirst() {
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 10, "o:20^1", "p:6^0")).isEqualTo(Map.of("p", 6, "o", 4));
        assertThat(made(Strategy.DYNAMIC_WEIGHT, 7, "o:16+4^1", "p:0+6^0")).isEqualTo(Map.of("p", 6, "o", 1));
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
            PlacementRules rules = Fleets.rules(strategy).build();
            Candidates candidates = SomeCandidates.of(rules, random(random));
            int running =
                    Arrays.stream(candidates.all()).map(candidates::assigned).sum();
            long room = candidates.available(candidates.all());
            int replicas = 1 + random.nextInt(60);

            Choice<int[]> choice = assign(rules, candidates, replicas, false);

            if (choice instanceof Choice.Made<int[]>(int[] dealt)) {
                assertThat(Arrays.stream(dealt).map(each -> Math.max(0, each)).sum())
                        .as("seed %d", seed)
                        .isEqualTo(replicas);
                for (int candidate : candidates.all()) {
                    int had = candidates.assigned(candidate);
                    int now = Math.max(0, dealt[candidate]);
                    if (replicas >= running) {
                        assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(had);
                    } else {
                        assertThat(now).as("seed %d", seed).isLessThanOrEqualTo(had);
                    }
                }
            } else {
                assertThat(room).as("seed %d", seed).isLessThan(Math.max(replicas, running + 1));
            }
        }
    }

    private static String[] random(Random random) {
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < 1 + random.nextInt(8); number++) {
            int assigned = random.nextBoolean() ? random.nextInt(10) : 0;
            texts.add("m" + number + ":" + random.nextInt(12) + "+" + assigned);
        }
        return texts.toArray(String[]::new);
    }

    private static Map<String, Integer> made(Strategy strategy, int replicas, String... candidates) {
        return made(Fleets.rules(strategy), replicas, candidates);
    }

    private static Map<String, Integer> made(Fleets.Rules rules, int replicas, String... texts) {
        PlacementRules built = rules.build();
        Candidates candidates = SomeCandidates.of(built, texts);
        return SomeCandidates.named(candidates, value(assign(built, candidates, replicas, false)));
    }

    private static Choice<int[]> assign(PlacementRules rules, Candidates candidates, int replicas, boolean fresh) {
        WorkloadRequest request = new WorkloadRequest(Fleets.DEPLOYMENT, "", true, replicas, Map.of(), rules);
        return ReplicaAssignment.assign(candidates, candidates.ranked(), request, fresh, null);
    }

    private static int[] value(Choice<int[]> choice) {
        assertThat(choice).isInstanceOf(Choice.Made.class);
        return ((Choice.Made<int[]>) choice).value();
    }
}
