package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** More of what must hold of every decision: one law a test, over random fleets of up to 400 clusters. */
class PlacementLawsTest {
    private static final int SEEDS = 400;

    /** What is asked of each random question; the seed is told with a failure. */
    private static void always(Consumer<RandomQuestion> law) {
        when(_ -> true, law);
    }

    private static void when(Predicate<RandomQuestion> applies, Consumer<RandomQuestion> law) {
        long tried = LongStream.range(0, SEEDS)
                .mapToObj(RandomQuestion::of)
                .filter(applies)
                .peek(question -> {
                    try {
                        law.accept(question);
                    } catch (AssertionError broken) {
                        throw new AssertionError("seed " + question.seed() + ": " + broken.getMessage(), broken);
                    }
                })
                .count();
        assertThat(tried).as("questions the law was tried on").isGreaterThan(SEEDS / 20);
    }

    private static Map<String, Integer> decided(RandomQuestion question) {
        return Fleets.replicas(question.decide());
    }

    @Test
    void isTheSameInWhateverOrderClustersAreListed() {
        always(question -> {
            List<FleetCluster> shuffled = new ArrayList<>(question.clusters());
            Collections.shuffle(shuffled, new Random(question.seed()));

            assertThat(question.over(shuffled).decide()).isEqualTo(question.decide());
        });
    }

    @Test
    void isTheSameWhenAskedAgain() {
        always(question -> {
            ClusterSnapshot fleet = question.fleet();
            PlacementDecision once = Scheduler.decide(fleet, question.request(), question.previous());

            assertThat(Scheduler.decide(fleet, question.request(), question.previous()))
                    .isEqualTo(once);
        });
    }

    @Test
    void isTheSameOnAFleetThatCameFromAnother() {
        always(question -> {
            ClusterSnapshot emptied = new ClusterSnapshot(
                    question.clusters().stream().map(FleetCluster::unmeasured).toList());
            Scheduler.decide(emptied, question.request(), question.previous());
            ClusterSnapshot next = emptied.next(question.clusters());

            assertThat(Scheduler.decide(next, question.request(), question.previous()))
                    .isEqualTo(question.decide());
        });
    }

    @Test
    void replicasSumUpOrTheDecisionSaysThatTheyDoNot() {
        when(RandomQuestion::divided, question -> {
            PlacementDecision decision = question.decide();
            int sum = decided(question).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();

            assertThat(decision.succeeded() ? sum : question.request().replicas())
                    .isEqualTo(question.request().replicas());
            assertThat(decision.summary()).isNotBlank();
        });
    }

    @Test
    void copiesGoWholeToEveryTarget() {
        when(question -> !question.divided(), question -> {
            PlacementDecision decision = question.decide();
            if (decision.succeeded()) {
                assertThat(Fleets.replicas(decision).values())
                        .allMatch(replicas -> replicas == question.request().replicas());
            }
        });
    }

    @Test
    void placesNothingAnewWhereAFilterRefuses() {
        always(question -> {
            PlacementDecision decision = question.decide();
            for (String target : Fleets.replicas(decision).keySet()) {
                FleetCluster cluster = question.cluster(target).orElseThrow();
                boolean had = question.previous().replicas().containsKey(target);

                assertThat(decision.succeeded() && cluster.terminating()).isFalse();
                assertThat(question.previous().evicted()).doesNotContain(target);
                assertThat(had || cluster.apis().contains(Fleets.DEPLOYMENT)).isTrue();
                assertThat(had || cluster.taints().isEmpty()).isTrue();
            }
        });
    }

    @Test
    void scoresNeverOverrideAFilter() {
        always(question -> {
            Scorer wrong = new Scorer() {
                @Override
                public String name() {
                    return "the worse the better";
                }

                @Override
                public int[] scores(List<FleetCluster> fleet) {
                    return fleet.stream()
                            .mapToInt(cluster -> cluster.terminating()
                                            || !cluster.taints().isEmpty()
                                            || cluster.apis().isEmpty()
                                    ? SCORE_MAX
                                    : 0)
                            .toArray();
                }
            };
            Preferences preferences = new Preferences(
                    false, List.of(), false, List.of(new Preferences.Weighted(wrong, 50)), 100, List.of());
            RandomQuestion scored = question.by(preferences);
            Set<String> mayBe = new HashSet<>(question.previous().replicas().keySet());
            question.clusters().stream()
                    .filter(cluster -> !cluster.terminating()
                            && cluster.taints().isEmpty()
                            && !cluster.apis().isEmpty())
                    .map(FleetCluster::name)
                    .forEach(mayBe::add);

            assertThat(mayBe).containsAll(decided(scored).keySet());
        });
    }

    @Test
    void whatOthersRefuseIsNoTargetHoweverWellTheyScoreIt() {
        always(question -> {
            Map<String, String> refused = new TreeMap<>();
            Map<String, Integer> points = new TreeMap<>();
            for (FleetCluster cluster : question.fleet().clusters()) {
                if (cluster.name().hashCode() % 3 == 0) {
                    refused.put(cluster.name(), "by chance");
                    points.put(cluster.name(), Scorer.SCORE_MAX);
                }
            }
            Advice advice = new Advice(List.of(new Advice.Said("cost", 1000, refused, points)));

            PlacementDecision decision =
                    Scheduler.decide(question.fleet(), question.request().advised(advice), Previous.NOTHING);

            if (decision.succeeded()) {
                assertThat(decision.targets())
                        .as(question.toString())
                        .noneMatch(target -> refused.containsKey(target.cluster()));
            }
        });
    }

    @Test
    void aFilterOfThePolicyHoldsForEveryTarget() {
        always(question -> {
            Filter cheap = new Filter() {
                @Override
                public String name() {
                    return "cheap";
                }

                @Override
                public Optional<String> refuses(FleetCluster cluster, WorkloadRequest request, boolean runsThere) {
                    return Integer.parseInt(cluster.label("cost")) > 25 ? Optional.of("it is dear") : Optional.empty();
                }
            };
            PlacementDecision decision = question.by(
                            new Preferences(false, List.of(), false, List.of(), 100, List.of(cheap)))
                    .decide();
            if (decision.succeeded() && !decision.kept()) {
                assertThat(Fleets.replicas(decision).keySet())
                        .allMatch(name -> Integer.parseInt(
                                        question.cluster(name).orElseThrow().label("cost"))
                                <= 25);
            }
        });
    }

    @Test
    void keepsWithinEveryBoundOfANestedSpread() {
        when(question -> question.rules().spread().constrains(), question -> {
            PlacementDecision decision = question.decide();
            Spread spread = question.rules().spread();
            if (!decision.succeeded() || decision.kept() || decision.targets().isEmpty()) {
                return;
            }
            assertThat(decision.targets().size())
                    .isLessThanOrEqualTo(spread.clusters().max());
            for (Spread.Grouping level : spread.levels()) {
                long groups = decision.targets().stream()
                        .map(target -> level.of()
                                .apply(question.cluster(target.cluster()).orElseThrow()))
                        .distinct()
                        .count();
                assertThat(groups)
                        .as(level.field())
                        .isLessThanOrEqualTo(level.bounds().max());
                if (!question.divided()) {
                    assertThat(groups)
                            .as(level.field())
                            .isGreaterThanOrEqualTo(level.bounds().min());
                }
            }
            if (!question.divided()) {
                assertThat(decision.targets().size())
                        .isGreaterThanOrEqualTo(spread.clusters().min());
            }
        });
    }

    @Test
    void givesNoClusterMoreThanItHasRoomFor() {
        when(RandomQuestion::byRoom, question -> {
            PlacementDecision decision = question.decide();
            if (decision.succeeded() && !decision.kept()) {
                assertThat(decision.targets()).allMatch(target -> target.replicas() <= Math.max(0, target.room()));
            }
        });
    }

    @Test
    void scalingUpTakesNothingAway() {
        when(RandomQuestion::byRoomAlone, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded()) {
                return;
            }
            RandomQuestion more =
                    question.after(first).replicas(question.request().replicas() + 5);
            Map<String, Integer> after = decided(more);

            Fleets.replicas(first)
                    .forEach((name, had) ->
                            assertThat(after.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(had));
        });
    }

    @Test
    void scalingDownGivesNothing() {
        when(question -> question.byRoomAlone() && question.request().replicas() > 1, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded()) {
                return;
            }
            Map<String, Integer> had = Fleets.replicas(first);
            Map<String, Integer> after =
                    decided(question.after(first).replicas(question.request().replicas() / 2));

            after.forEach((name, now) -> assertThat(now).as(name).isLessThanOrEqualTo(had.getOrDefault(name, 0)));
        });
    }

    @Test
    void aClusterMoreMovesNothingThatIsDivided() {
        when(RandomQuestion::divided, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded() || first.targets().isEmpty()) {
                return;
            }
            List<FleetCluster> more = new ArrayList<>(question.clusters());
            more.add(Fleets.cluster("eu-new", 1000));

            assertThat(decided(question.after(first).over(more))).isEqualTo(Fleets.replicas(first));
        });
    }

    @Test
    void aClusterLostMovesNoMoreThanWhatItHad() {
        when(RandomQuestion::byRoomAlone, question -> {
            PlacementDecision first = question.decide();
            if (!first.succeeded() || first.targets().size() < 2) {
                return;
            }
            String lost = first.targets().getFirst().cluster();
            List<FleetCluster> left = new ArrayList<>(question.clusters());
            left.removeIf(cluster -> cluster.name().equals(lost));
            Map<String, Integer> after = decided(question.after(first).over(left));
            Map<String, Integer> before = new HashMap<>(Fleets.replicas(first));
            before.remove(lost);

            before.forEach((name, had) ->
                    assertThat(after.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(had));
        });
    }

    @Test
    void whatFitsNowhereStaysUnlessItsClusterGoes() {
        always(question -> {
            PlacementDecision decision = question.decide();
            if (!decision.succeeded()) {
                Map<String, Integer> staying = new HashMap<>(question.previous().replicas());
                staying.keySet()
                        .removeIf(name -> question.cluster(name).orElseThrow().terminating());

                assertThat(Fleets.replicas(decision)).isEqualTo(staying);
            }
        });
    }

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

    @Test
    void overflowsOnlyWhatTheTierBeforeHasNoRoomFor() {
        when(question -> question.byRoom() && question.rules().terms().size() > 1, question -> {
            RandomQuestion overflowing =
                    question.asking(new Previous(Map.of(), Set.of(), "second", "", false), request -> request);
            PlacementDecision decision = overflowing.decide();
            if (!decision.succeeded()) {
                return;
            }
            PlacementRules.Term used = overflowing.rules().terms().getLast();
            boolean overflows = decision.targets().stream()
                    .anyMatch(target ->
                            used.tierOf(overflowing.cluster(target.cluster()).orElseThrow()) > 0);
            if (overflows && !overflowing.rules().spread().constrains()) {
                assertThat(decision.targets().stream()
                                .filter(target -> used.tierOf(overflowing
                                                .cluster(target.cluster())
                                                .orElseThrow())
                                        == 0))
                        .allMatch(target -> target.replicas() == target.room());
            }
        });
    }

    @Test
    void aggregatesIntoNoMoreClustersThanRoomAllows() {
        when(question -> question.rules().strategy() == Strategy.AGGREGATED, question -> {
            PlacementDecision decision =
                    question.asking(Previous.NOTHING, request -> request).decide();
            if (decision.succeeded()
                    && decision.targets().size() > 1
                    && question.request().replicas() > 0
                    && question.rules().terms().size() == 1) {
                long withoutSmallest = decision.targets().stream()
                                .mapToLong(PlacementDecision.Target::room)
                                .sum()
                        - decision.targets().stream()
                                .mapToLong(PlacementDecision.Target::room)
                                .min()
                                .orElse(0);
                assertThat(withoutSmallest).isLessThan(question.request().replicas());
            }
        });
    }

    @Test
    void heavierClustersNeverGetLess() {
        when(question -> question.rules().strategy() == Strategy.STATIC_WEIGHT, question -> {
            List<FleetCluster> roomy =
                    question.clusters().stream().map(FleetCluster::unmeasured).toList();
            RandomQuestion unbounded = question.over(roomy).asking(Previous.NOTHING, request -> request);
            PlacementDecision decision = unbounded.decide();
            for (PlacementDecision.Target one : decision.targets()) {
                for (PlacementDecision.Target other : decision.targets()) {
                    long weight = unbounded
                            .rules()
                            .weight(unbounded.cluster(one.cluster()).orElseThrow());
                    long than = unbounded
                            .rules()
                            .weight(unbounded.cluster(other.cluster()).orElseThrow());
                    if (weight > than) {
                        assertThat(one.replicas()).isGreaterThanOrEqualTo(other.replicas());
                    }
                }
            }
        });
    }

    @Test
    void staticWeightsFillNoClusterBeyondItsRoomWhileOthersHaveSome() {
        when(question -> question.rules().strategy() == Strategy.STATIC_WEIGHT, question -> {
            PlacementDecision decision = question.decide();
            if (!decision.succeeded() || decision.kept() || question.request().replicas() == 0) {
                return;
            }
            Map<String, Integer> targets = Fleets.replicas(decision);
            boolean over =
                    targets.entrySet().stream().anyMatch(target -> target.getValue() > room(question, target.getKey()));
            if (over) {
                assertThat(targets.entrySet()).allMatch(target -> target.getValue() >= room(question, target.getKey()));
            }
        });
    }

    private static long room(RandomQuestion question, String name) {
        return question.cluster(name)
                .orElseThrow()
                .capacity()
                .map(capacity ->
                        (long) Estimator.replicas(capacity, question.request().requirement())
                                + question.previous().replicas().getOrDefault(name, 0))
                .orElse(Long.MAX_VALUE);
    }

    @Test
    void keepsLimitsOfEveryCluster() {
        when(RandomQuestion::divided, question -> {
            Preferences.Limit limit = new Preferences.Limit(ClusterRule.ANY, 1, OptionalInt.of(4));
            PlacementDecision decision = question.by(
                            new Preferences(false, List.of(limit), true, List.of(), 100, List.of()))
                    .decide();
            if (decision.succeeded() && !decision.kept()) {
                assertThat(Fleets.replicas(decision).values()).allMatch(replicas -> replicas <= 4);
            }
        });
    }

    @Test
    void keepsApartFromItsPeersAndTogetherWithThem() {
        always(question -> {
            Set<String> apart = new HashSet<>();
            Set<String> together = new HashSet<>();
            for (FleetCluster cluster : question.clusters()) {
                (cluster.label("tier").equals("t0") ? apart : together).add(cluster.name());
            }
            WorkloadRequest from = question.request();
            RandomQuestion peered = question.asking(
                    question.previous(),
                    _ -> new WorkloadRequest(
                            from.api(),
                            from.uid(),
                            true,
                            from.replicas(),
                            from.requirement(),
                            List.of(),
                            new Peers(Optional.of(together), apart),
                            from.rules()));

            assertThat(decided(peered).keySet())
                    .allMatch(name -> together.contains(name)
                            || question.previous().replicas().containsKey(name));
        });
    }

    @Test
    void decidingAgainMovesNothing() {
        always(question -> {
            PlacementDecision first = question.decide();
            if (first.succeeded()) {
                assertThat(decided(question.after(first))).isEqualTo(Fleets.replicas(first));
            }
        });
    }

    @Test
    void severalComponentsAreNeverDivided() {
        always(question -> {
            WorkloadRequest from = question.request();
            List<WorkloadRequest.Component> components = List.of(
                    new WorkloadRequest.Component("jobmanager", 1, from.requirement()),
                    new WorkloadRequest.Component("taskmanager", 3, from.requirement()));
            PlacementDecision decision = question.asking(
                            question.previous(),
                            _ -> new WorkloadRequest(
                                    from.api(),
                                    from.uid(),
                                    false,
                                    0,
                                    from.requirement(),
                                    components,
                                    Peers.NONE,
                                    from.rules()))
                    .decide();
            if (decision.succeeded()) {
                assertThat(Fleets.replicas(decision).values()).allMatch(replicas -> replicas == 0);
            }
        });
    }

    @Test
    void asKarmadaOrNotTheSumIsRight() {
        when(RandomQuestion::divided, question -> {
            PlacementDecision decision = question.by(Preferences.KARMADA).decide();
            if (decision.succeeded() && question.request().replicas() > 0) {
                assertThat(Fleets.replicas(decision).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isEqualTo(question.request().replicas());
            }
        });
    }
}
