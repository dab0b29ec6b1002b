package dev.flotilla.dr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.dr.LossForecast.Crowded;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossForecastTest {
    private static final String DIVIDED = """
            {%s"replicaScheduling": {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
              "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}""";
    private static final Set<String> EU = Set.of("eu-1", "eu-2");

    private final FleetWorld world = new FleetWorld();

    @Test
    void saysWhereAWorkloadGoes() {
        fleet(10, 10);
        world.deployment("web", 6, DIVIDED.formatted(""), "");
        world.settle();

        Fate fate = only(forecast(EU));

        assertThat(fate.outcome()).isEqualTo(Outcome.MOVES);
        assertThat(fate.before()).containsOnlyKeys("ap-1", "eu-1", "eu-2", "us-1");
        assertThat(fate.after()).containsOnlyKeys("ap-1", "us-1");
        assertThat(fate.after().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(6);
        assertThat(fate.display()).isEqualTo("shop/Deployment/web");
    }

    @Test
    void namesWhatFindsNoRoomAndWhy() {
        fleet(10, 2);
        world.deployment("web", 20, DIVIDED.formatted(""), "");
        world.settle();

        LossForecast forecast = forecast(EU);

        assertThat(only(forecast).outcome()).isEqualTo(Outcome.UNPLACED);
        assertThat(only(forecast).why()).contains("not enough to schedule 16 more");
        assertThat(only(forecast).after().keySet()).doesNotContainAnyElementsOf(EU);
        assertThat(forecast.survived()).isFalse();
    }

    @Test
    void namesWhatMayBeNowhereElse() {
        fleet(10, 10);
        world.deployment("web", 2, "{\"clusterAffinity\": {\"clusterNames\": [\"eu-1\", \"eu-2\"]}}", "");
        world.settle();

        Fate fate = only(forecast(EU));

        assertThat(fate.outcome()).isEqualTo(Outcome.UNPLACED);
        assertThat(fate.after()).isEmpty();
        assertThat(fate.notElsewhere())
                .extracting(each -> each.cluster() + ": " + each.reason())
                .contains("us-1: it is not among the clusters named");
    }

    @Test
    void leavesWhatIsTheSameInEveryMember() {
        fleet(10, 10);
        world.deployment("web", 2, "{}", "");
        world.settle();

        LossForecast forecast = forecast(EU);

        assertThat(only(forecast).outcome()).isEqualTo(Outcome.STAYS);
        assertThat(only(forecast).after()).isEqualTo(Map.of("ap-1", 2, "us-1", 2));
        assertThat(forecast.survived()).isTrue();
    }

    @Test
    void saysHowLongAWorkloadToleratesTheLoss() {
        fleet(10, 10);
        world.deployment(
                "web", 4, DIVIDED.formatted(tolerating(", \"effect\": \"NoExecute\", \"tolerationSeconds\": 300")), "");
        world.settle();

        Fate fate = only(forecast(EU));

        assertThat(fate.outcome()).isEqualTo(Outcome.MOVES);
        assertThat(fate.tolerated()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void countsAsUnplacedWhatToleratesTheLossForEver() {
        fleet(10, 10);
        world.deployment("web", 4, DIVIDED.formatted(tolerating("")), "");
        world.settle();

        Fate fate = only(forecast(EU));

        assertThat(fate.outcome()).isEqualTo(Outcome.UNPLACED);
        assertThat(fate.why()).contains("tolerates the loss for ever");
    }

    @Test
    void saysWhenEvictionsWouldBeHeldBackAndWhereEachWouldGo() {
        fleet(10, 10);
        world.deployment("web", 4, DIVIDED.formatted(""), "");
        world.settle();

        LossForecast forecast = forecast(Set.of("eu-1", "eu-2", "us-1"));

        assertThat(forecast.heldBack().orElseThrow()).startsWith("evictions are held: 3 of 4 clusters look dead");
        assertThat(only(forecast).after()).isEqualTo(Map.of("ap-1", 4));
        assertThat(forecast.survived()).isFalse();
    }

    @Test
    void saysWhereThereIsRoomForEachButNotForAll() {
        fleet(10, 3);
        world.deployment("one", 4, DIVIDED.formatted(europeFirst()), "");
        world.deployment("two", 4, DIVIDED.formatted(europeFirst()), "");
        world.settle();

        LossForecast forecast = forecast(EU);

        assertThat(forecast.count(Outcome.MOVES)).isEqualTo(2);
        assertThat(forecast.crowded())
                .extracting(Crowded::display)
                .containsExactly("ap-1 would need 4 of pods and has 3", "us-1 would need 4 of pods and has 3");
        assertThat(forecast.survived()).isFalse();
    }

    @Test
    void saysNothingOfWorkloadsElsewhere() {
        fleet(10, 10);
        world.deployment("web", 2, "{\"clusterAffinity\": {\"clusterNames\": [\"us-1\"]}}", "");
        world.settle();

        assertThat(forecast(EU).fates()).isEmpty();
        assertThat(forecast(EU).survived()).isTrue();
    }

    @Test
    void ordersByPriorityAsEvictionDoes() {
        fleet(10, 10);
        world.create("scheduling.k8s.io/priorityclasses//gold", """
                {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "gold"},
                 "value": 1000}""");
        world.deployment("a-web", 2, DIVIDED.formatted(""), "");
        world.deployment("z-till", 2, DIVIDED.formatted(""), """
                , "schedulePriority": {"priorityClassSource": "KubePriorityClass", "priorityClassName": "gold"}""");
        world.settle();

        assertThat(forecast(EU).fates()).extracting(Fate::name).containsExactly("z-till", "a-web");
    }

    private static String tolerating(String more) {
        return "\"clusterTolerations\": [{\"key\": \"cluster.karmada.io/not-ready\", \"operator\": \"Exists\"" + more
                + "}], ";
    }

    private static String europeFirst() {
        return "\"clusterAffinities\": [{\"affinityName\": \"eu\", \"clusterNames\": [\"eu-1\", \"eu-2\"]},"
                + " {\"affinityName\": \"away\", \"clusterNames\": [\"us-1\", \"ap-1\"]}], ";
    }

    private void fleet(int inEurope, int elsewhere) {
        world.cluster("eu-1", inEurope);
        world.cluster("eu-2", inEurope);
        world.cluster("us-1", elsewhere);
        world.cluster("ap-1", elsewhere);
        world.settle();
    }

    private LossForecast forecast(Set<String> lost) {
        return LossForecast.of(world.snapshot(), lost, world.now);
    }

    private static Fate only(LossForecast forecast) {
        assertThat(forecast.fates()).hasSize(1);
        return forecast.fates().getFirst();
    }
}
