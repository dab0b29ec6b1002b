package dev.flotilla.placement;

import static dev.flotilla.placement.PlacementLaws.always;
import static dev.flotilla.placement.PlacementLaws.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must hold of what a decision says of itself: one law a test. */
class TraceLawsTest {
    @Test
    void explainsEveryClusterOnceAndAgreesWithTheFilters() {
        always(question -> {
            PlacementDecision decision = question.decide();
            Map<String, PlacementDecision.Stage> stages = new HashMap<>();
            decision.leftOut().forEach(exclusion -> stages.put(exclusion.cluster(), exclusion.stage()));
            List<Standing> standings =
                    Scheduler.standings(question.fleet(), question.request(), question.previous(), decision);

            assertThat(stages.size() + decision.targets().size())
                    .isEqualTo(question.clusters().size());
            assertThat(Collections.disjoint(
                            stages.keySet(), Fleets.replicas(decision).keySet()))
                    .isTrue();
            for (Standing standing : standings) {
                boolean refused = standing.filters().stream()
                        .anyMatch(verdict -> verdict.refusal().isPresent());
                assertThat(standing.passed()).as(standing.cluster()).isNotEqualTo(refused);
            }
            Set<Integer> ranks = new HashSet<>();
            standings.stream().filter(Standing::passed).forEach(standing -> ranks.add(standing.rank()));
            assertThat(ranks)
                    .hasSize((int) standings.stream().filter(Standing::passed).count());
        });
    }

    @Test
    void theStepsAddUpToTheResult() {
        when(question -> question.divided() && question.previous().replicas().isEmpty(), question -> {
            PlacementDecision decision = question.decide();
            if (decision.succeeded() && question.request().replicas() > 0) {
                DecisionTrace trace = Scheduler.trace(question.fleet(), question.request(), question.previous());

                assertThat(trace.rounds().stream()
                                .mapToInt(DecisionTrace.Round::replicas)
                                .sum())
                        .isEqualTo(question.request().replicas());
                assertThat(trace.terms().getLast().result()).isEqualTo("it fits");
            }
        });
    }

    @Test
    void usesTheFirstAffinityThatFits() {
        when(question -> question.rules().terms().size() > 1, question -> {
            PlacementDecision decision = question.decide();
            if (decision.succeeded() && !decision.kept()) {
                String used = decision.affinity().orElseThrow();
                DecisionTrace trace = Scheduler.trace(question.fleet(), question.request(), question.previous());

                assertThat(trace.terms().getLast().term()).isEqualTo(used);
                assertThat(trace.terms().subList(0, trace.terms().size() - 1))
                        .noneMatch(tried -> tried.result().equals("it fits"));
            }
        });
    }
}
