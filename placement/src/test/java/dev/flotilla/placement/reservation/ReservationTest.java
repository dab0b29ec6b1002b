package dev.flotilla.placement.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.store.CommitOutcome;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.binding.World;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReservationTest {
    private static final String WEB = binding("web");
    private static final String TILL = binding("till");

    private final World world = new World();
    private final Fleet fleet = new Fleet(world);

    private static String binding(String name) {
        return "work.karmada.io/resourcebindings/shop/" + name + "-deployment";
    }

    @BeforeEach
    void aPolicyThatFillsOneClusterAfterTheOther() {
        fleet.policy();
        fleet.cluster("eu-1", 4);
        fleet.cluster("us-1", 4);
        world.settle();
    }

    @Test
    void whatIsPromisedToOneIsNotPromisedToTheNextThoughNoClusterHasReported() {
        fleet.deployment("web", 3);
        world.settle();
        fleet.deployment("till", 3);
        world.settle();

        assertThat(world.clusters(WEB)).isEqualTo("eu-1=3");
        assertThat(world.clusters(TILL)).isEqualTo("us-1=3");
    }

    @Test
    void ofTwoDecisionsThatSawTheSameRoomTheSecondIsRefusedAndMadeAnew() {
        fleet.deployment("web", 3);
        fleet.deployment("till", 3);
        Snapshot seen = world.snapshot();
        Decision web = world.placementDecision(seen, template("web"));
        Decision till = world.placementDecision(seen, template("till"));

        assertThat(world.commit(web.effects())).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(world.commit(till.effects()))
                .isInstanceOfSatisfying(
                        CommitOutcome.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("cluster eu-1 has room for 1 more replicas, not for 3:"
                                        + " the rest is promised to others"));

        world.settle();
        assertThat(world.clusters(TILL)).isEqualTo("us-1=3");
    }

    @Test
    void saysWhatIsMissingWhenTheRestIsPromised() {
        fleet.deployment("web", 6);
        world.settle();
        fleet.deployment("till", 3);
        world.settle();

        assertThat(world.clusters(TILL)).isEmpty();
        assertThat(world.at(TILL, "/status/conditions/0/reason").asString()).isEqualTo("Unschedulable");
    }

    @Test
    void aPromiseEndsWithItsBinding() {
        fleet.deployment("web", 6);
        world.settle();
        fleet.deployment("till", 3);
        world.settle();

        fleet.deployment("web", 2);
        world.pass(Duration.ofSeconds(30));
        world.settle();

        assertThat(world.clusters(TILL)).isEqualTo("us-1=3");
    }

    @Test
    void aPromiseEndsOnceAReportCountsThePodsAndNotBefore() {
        fleet.deployment("web", 3);
        world.settle();

        fleet.arrive("web", "eu-1", 3);
        assertThat(fleet.room("eu-1")).isEqualTo(1);

        fleet.report("eu-1");
        assertThat(fleet.room("eu-1"))
                .as("in the same second the pods may have come after it")
                .isZero();

        world.pass(Duration.ofSeconds(1));
        fleet.report("eu-1");
        assertThat(fleet.room("eu-1")).isEqualTo(1);
    }

    @Test
    void whatAReportCountedIsNotPromisedAgainWhenMoreCome() {
        fleet.deployment("web", 2);
        world.settle();
        fleet.arrive("web", "eu-1", 2);
        world.pass(Duration.ofSeconds(1));
        fleet.report("eu-1");

        fleet.deployment("web", 3);
        world.settle();
        fleet.arrive("web", "eu-1", 3);

        assertThat(fleet.room("eu-1")).isEqualTo(1);
    }

    @Test
    void scalingUpNeedsRoomForWhatIsNewAlone() {
        fleet.deployment("web", 3);
        world.settle();
        fleet.deployment("web", 4);
        world.settle();

        assertThat(world.clusters(WEB)).isEqualTo("eu-1=4");
    }

    @Test
    void promisedRoomIsTakenFromNodesThatWillDo() {
        fleet.nodes(
                "eu-1",
                "{\"count\":1,\"free\":{\"cpu\":\"2\",\"pods\":\"9\"},\"labels\":{\"disk\":\"ssd\"}},"
                        + "{\"count\":1,\"free\":{\"cpu\":\"2\",\"pods\":\"9\"},\"labels\":{\"disk\":\"hdd\"}}");
        fleet.nodes("us-1", "{\"count\":1,\"free\":{\"cpu\":\"1\",\"pods\":\"9\"},\"labels\":{\"disk\":\"ssd\"}}");
        fleet.selecting("fast", 2, "disk", "ssd");
        world.settle();
        fleet.selecting("faster", 1, "disk", "ssd");
        fleet.selecting("large", 2, "disk", "hdd");
        world.settle();

        assertThat(world.clusters(binding("fast"))).isEqualTo("eu-1=2");
        assertThat(world.clusters(binding("large"))).isEqualTo("eu-1=2");
        assertThat(world.clusters(binding("faster"))).isEqualTo("us-1=1");
    }

    @Test
    void whatIsToLeaveCountsUntilItIsSeenGone() {
        fleet.deployment("web", 3);
        world.settle();
        fleet.arrive("web", "eu-1", 3);
        evict("web", "eu-1", "us-1", 3);
        assertThat(fleet.room("eu-1")).as("it runs there still").isEqualTo(1);
        assertThat(fleet.room("us-1")).as("it is to run there").isEqualTo(1);

        world.pass(Duration.ofSeconds(1));
        fleet.report("eu-1");
        assertThat(fleet.room("eu-1")).as("counted once, though reported now").isEqualTo(1);

        fleet.leave("web", "eu-1");
        assertThat(fleet.room("eu-1")).as("as the report has it").isEqualTo(1);
        fleet.report("eu-1");
        assertThat(fleet.room("eu-1")).isEqualTo(4);
    }

    @Test
    void whatLeavesBeforeAnyReportCountedItFreesItsRoomWhenItIsGone() {
        fleet.deployment("web", 3);
        world.settle();
        fleet.arrive("web", "eu-1", 3);
        evict("web", "eu-1", "us-1", 3);
        assertThat(fleet.room("eu-1")).isEqualTo(1);

        fleet.leave("web", "eu-1");

        assertThat(fleet.room("eu-1")).isEqualTo(4);
    }

    @Test
    void whatIsEvictedBeforeItWasSeenMayComeYet() {
        fleet.deployment("web", 3);
        world.settle();

        evict("web", "eu-1", "us-1", 3);

        assertThat(fleet.room("eu-1")).isEqualTo(1);
    }

    @Test
    void replicasThatAreScaledAwayCountUntilTheyAreSeenGone() {
        fleet.deployment("web", 3);
        world.settle();
        fleet.arrive("web", "eu-1", 3);

        fleet.deployment("web", 1);
        world.settle();
        assertThat(world.clusters(WEB)).isEqualTo("eu-1=1");
        assertThat(fleet.room("eu-1")).isEqualTo(1);

        fleet.arrive("web", "eu-1", 1);
        assertThat(fleet.room("eu-1")).isEqualTo(3);
    }

    @Test
    void noOtherIsPlacedInRoomThatIsNotFreeYet() {
        fleet.deployment("web", 3);
        world.settle();
        fleet.arrive("web", "eu-1", 3);
        evict("web", "eu-1", "us-1", 3);

        fleet.deployment("till", 3);
        world.settle();
        assertThat(world.clusters(TILL)).as("eu-1 has room for one, us-1 too").isEmpty();

        fleet.leave("web", "eu-1");
        world.pass(Duration.ofSeconds(30));
        world.settle();
        assertThat(world.clusters(TILL)).isEqualTo("eu-1=3");
    }

    /** As eviction writes it. */
    private void evict(String workload, String from, String to, int replicas) {
        world.edit(binding(workload), tree -> {
            var spec = tree.withObject("/spec");
            spec.putArray("clusters").addObject().put("name", to).put("replicas", replicas);
            spec.putArray("removing")
                    .addObject()
                    .put("cluster", from)
                    .put("since", world.now.toString())
                    .put("why", "Evicted");
            spec.putArray("gracefulEvictionTasks")
                    .addObject()
                    .put("fromCluster", from)
                    .put("replicas", replicas)
                    .put("reason", "TaintUntolerated")
                    .put("producer", "flotilla-eviction");
        });
    }

    private static ObjectKey template(String name) {
        return ObjectKey.parse("apps/deployments/shop/" + name);
    }
}
