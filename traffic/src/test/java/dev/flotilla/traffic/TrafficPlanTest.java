package dev.flotilla.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrafficPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final GlobalTrafficPolicySpec REPLICAS = Policies.spec("'strategy':{'type':'Replicas'}");

    private static TrafficPlan first(GlobalTrafficPolicySpec spec, String sites) {
        return TrafficPlan.decide(spec, Policies.NEW, Policies.sites(sites), NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eu-1=3 us-1=3                      | eu-1=50 us-1=50
            eu-1=1 us-1=1 ap-1=1               | ap-1=34 eu-1=33 us-1=33
            eu-1=6 us-1=3 ap-1=0               | ap-1=0 eu-1=67 us-1=33
            eu-1=lost us-1=2 ap-1=6            | ap-1=75 eu-1=0 us-1=25
            eu-1=leaving:9 us-1=1              | eu-1=0 us-1=100
            eu-1=leaving:9 us-1=leaving:1      | eu-1=90 us-1=10
            eu-1=lost us-1=0                   | eu-1=0 us-1=0
            """)
    void followsReadyReplicas(String sites, String targets) {
        assertThat(Policies.targets(first(REPLICAS, sites))).isEqualTo(targets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eu-1=3 us-1=9                  |                                                     | eu-1=50 us-1=50
            eu-1=3 eu-2=3 us-1=3           | {'region':'eu','weight':70},{'region':'us','weight':30} | eu-1=35 eu-2=35 us-1=30
            eu-1=3 eu-2=0 us-1=3           | {'region':'eu','weight':70},{'region':'us','weight':30} | eu-1=70 eu-2=0 us-1=30
            eu-1=lost eu-2=lost us-1=3     | {'region':'eu','weight':70},{'region':'us','weight':30} | eu-1=0 eu-2=0 us-1=100
            eu-1=1 eu-2=1 us-1=1           | {'cluster':'eu-1','weight':5},{'region':'eu','weight':10},{'region':'us','weight':5} | eu-1=25 eu-2=50 us-1=25
            eu-1=1 us-1=1                  | {'cluster':'eu-1','weight':0}                       | eu-1=0 us-1=100
            eu-1=1 us-1=lost               | {'cluster':'eu-1','weight':0}                       | eu-1=100 us-1=0
            eu-1=1 us-1=1                  | {'cluster':'eu-1','weight':0},{'cluster':'us-1','weight':0} | eu-1=50 us-1=50
            eu-1=1 us-1=1 ap-1=1           | {'region':'eu','weight':2}                          | ap-1=25 eu-1=50 us-1=25
            """)
    void followsTheWeightsThatPeopleSet(String sites, String weights, String targets) {
        String listed = weights == null ? "" : weights;
        GlobalTrafficPolicySpec spec = Policies.spec("'strategy':{'type':'Weighted','weights':[" + listed + "]}");

        assertThat(Policies.targets(first(spec, sites))).isEqualTo(targets);
    }

    @Test
    void weighsByBackendAndPrefersTheBetterPriority() {
        GlobalTrafficPolicySpec spec = Policies.spec("'strategy':{'type':'Weighted'}");
        List<Site> sites = List.of(
                Policies.site("ap-1", Health.READY, 1, 1, 5),
                Policies.site("eu-1", Health.READY, 1, 0, 3),
                Policies.site("us-1", Health.READY, 1, 0, 1));

        TrafficPlan plan = TrafficPlan.decide(spec, Policies.NEW, sites, NOW);

        assertThat(Policies.targets(plan)).isEqualTo("ap-1=0 eu-1=75 us-1=25");
        assertThat(plan.effective().getFirst().reason()).isEqualTo("priority 0 is ready and goes before 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eu-1=3 us-1=3 ap-1=3          | ap-1=0 eu-1=100 us-1=0
            eu-1=lost us-1=3 ap-1=3       | ap-1=0 eu-1=0 us-1=100
            eu-1=0 us-1=2 us-2=6 ap-1=3   | ap-1=0 eu-1=0 us-1=25 us-2=75
            eu-1=lost us-1=lost ap-1=3    | ap-1=100 eu-1=0 us-1=0
            eu-1=leaving:3 us-1=3         | eu-1=0 us-1=100
            """)
    void givesEverythingToTheFirstReadyOfTheOrder(String sites, String targets) {
        GlobalTrafficPolicySpec spec = Policies.spec("'strategy':{'type':'Failover','failover':{'order':['eu','us']}}");

        assertThat(Policies.targets(first(spec, sites))).isEqualTo(targets);
    }

    @Test
    void returnsToAPreferredSiteOnlyWhenItHasBeenReadyForLongEnough() {
        GlobalTrafficPolicySpec spec = Policies.spec(
                "'strategy':{'type':'Failover','failover':{'order':['eu','us'],'returnAfterHealthyFor':'30s'}}");
        TrafficPlan away = TrafficPlan.decide(
                spec, Policies.weighing("eu-1=100 us-1=0", NOW), Policies.sites("eu-1=lost us-1=3"), NOW);

        TrafficPlan back =
                TrafficPlan.decide(spec, Policies.after(away), Policies.sites("eu-1=3 us-1=3"), NOW.plusSeconds(5));
        TrafficPlan early =
                TrafficPlan.decide(spec, Policies.after(back), Policies.sites("eu-1=3 us-1=3"), NOW.plusSeconds(34));
        TrafficPlan late =
                TrafficPlan.decide(spec, Policies.after(early), Policies.sites("eu-1=3 us-1=3"), NOW.plusSeconds(35));

        assertThat(Policies.weights(away)).isEqualTo("eu-1=0 us-1=100");
        assertThat(Policies.targets(back)).isEqualTo("eu-1=0 us-1=100");
        assertThat(back.again())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31)));
        assertThat(Policies.targets(early)).isEqualTo("eu-1=0 us-1=100");
        assertThat(Policies.targets(late)).isEqualTo("eu-1=100 us-1=0");
        assertThat(Policies.weights(late)).isEqualTo("eu-1=20 us-1=80");
    }

    @Test
    void takesALostSiteOutAtOnceAndGivesItsShareToTheOthersInProportion() {
        TrafficPlan plan = TrafficPlan.decide(
                REPLICAS,
                Policies.weighing("ap-1=10 eu-1=60 us-1=30", NOW),
                Policies.sites("ap-1=1 eu-1=lost us-1=3"),
                NOW);

        assertThat(Policies.weights(plan)).isEqualTo("ap-1=25 eu-1=0 us-1=75");
        assertThat(plan.effective().get(1).reason()).isEqualTo("as told");
        assertThat(plan.shiftedAt()).isEmpty();
    }

    @Test
    void letsASiteThatComesBackRiseInSteps() {
        GlobalTrafficPolicyStatus before = Policies.weighing("eu-1=0 us-1=100", NOW);
        List<Site> sites = Policies.sites("eu-1=3 us-1=3");

        TrafficPlan first = TrafficPlan.decide(REPLICAS, before, sites, NOW);
        TrafficPlan early = TrafficPlan.decide(REPLICAS, Policies.after(first), sites, NOW.plusSeconds(9));
        TrafficPlan second = TrafficPlan.decide(REPLICAS, Policies.after(first), sites, NOW.plusSeconds(10));
        TrafficPlan third = TrafficPlan.decide(REPLICAS, Policies.after(second), sites, NOW.plusSeconds(20));

        assertThat(Policies.weights(first)).isEqualTo("eu-1=20 us-1=80");
        assertThat(first.again()).hasValue(Duration.ofMillis(10_001));
        assertThat(early.effective()).isEqualTo(first.effective());
        assertThat(Policies.weights(second)).isEqualTo("eu-1=40 us-1=60");
        assertThat(Policies.weights(third)).isEqualTo("eu-1=50 us-1=50");
        assertThat(third.again()).isEmpty();
        assertThat(third.converged()).isTrue();
    }

    @Test
    void drainsACopyThatIsToBeRemovedInSteps() {
        TrafficPlan plan = TrafficPlan.decide(
                REPLICAS, Policies.weighing("eu-1=50 us-1=50", NOW), Policies.sites("eu-1=leaving:3 us-1=3"), NOW);

        assertThat(Policies.weights(plan)).isEqualTo("eu-1=30 us-1=70");
        assertThat(Policies.targets(plan)).isEqualTo("eu-1=0 us-1=100");
        assertThat(plan.effective().getFirst().reason()).isEqualTo("as told; another site is ready");
    }

    @Test
    void keepsTheLastWeightsWhileNoSiteIsReadyAndSaysSo() {
        TrafficPlan plan = TrafficPlan.decide(
                REPLICAS, Policies.weighing("eu-1=40 us-1=35 us-9=25", NOW), Policies.sites("eu-1=lost us-1=0"), NOW);

        assertThat(Policies.weights(plan)).isEqualTo("eu-1=40 us-1=35 us-9=25");
        assertThat(plan.serves()).isFalse();
        assertThat(plan.effective())
                .allSatisfy(site -> assertThat(site.reason()).endsWith("no site is ready, so its last weight is kept"));
    }

    @Test
    void publishesNothingWhileNoSiteIsReadyWhereThatIsAskedFor() {
        GlobalTrafficPolicySpec spec = Policies.spec("'strategy':{'type':'Replicas'},'whenAllUnhealthy':'Empty'");

        TrafficPlan plan = TrafficPlan.decide(
                spec, Policies.weighing("eu-1=40 us-1=60", NOW), Policies.sites("eu-1=lost us-1=0"), NOW);

        assertThat(plan.publishes()).isFalse();
        assertThat(Policies.weights(plan)).isEqualTo("eu-1=0 us-1=0");
    }

    @Test
    void takesNoStepsWhilePausedButLeavesWhatIsLost() {
        GlobalTrafficPolicySpec spec = Policies.spec("'strategy':{'type':'Replicas'},'paused':true");

        TrafficPlan still = TrafficPlan.decide(
                spec, Policies.weighing("eu-1=80 us-1=20", NOW), Policies.sites("eu-1=1 us-1=1"), NOW);
        TrafficPlan lost = TrafficPlan.decide(spec, Policies.after(still), Policies.sites("eu-1=lost us-1=1"), NOW);

        assertThat(Policies.weights(still)).isEqualTo("eu-1=80 us-1=20");
        assertThat(still.effective().getFirst().reason()).endsWith("the policy is paused");
        assertThat(still.again()).isEmpty();
        assertThat(Policies.weights(lost)).isEqualTo("eu-1=0 us-1=100");
    }
}
