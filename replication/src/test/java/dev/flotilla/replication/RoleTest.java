package dev.flotilla.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final Instant NOW = Instant.ofEpochSecond(100);
    private static final LeaderMark OTHER = new LeaderMark(3, "hub-1");

    @Test
    void campaignsAtOnceInALogThatNobodyLed() {
        assertThat(next(new Role.Replaying(), new Role.Event.CaughtUp(Optional.empty())))
                .isEqualTo(new Role.Campaigning(NOW));
    }

    @Test
    void campaignsAtOnceWhereItWasItselfTheLastLeader() {
        LeaderMark own = new LeaderMark(3, "hub-0");

        assertThat(next(new Role.Replaying(), new Role.Event.CaughtUp(Optional.of(own))))
                .isEqualTo(new Role.Campaigning(NOW));
    }

    @Test
    void givesAnotherLeaderTimeToShowALifeSign() {
        Role role = next(new Role.Replaying(), new Role.Event.CaughtUp(Optional.of(OTHER)));

        assertThat(role).isEqualTo(new Role.Following(Optional.empty(), NOW.plusMillis(2_500)));
    }

    @Test
    void campaignsOnlyAfterSilence() {
        Role following = new Role.Following(Optional.of(OTHER), NOW.plusMillis(1));

        assertThat(at(NOW, following, new Role.Event.TimePassed())).isEqualTo(following);
        assertThat(at(NOW.plusMillis(1), following, new Role.Event.TimePassed()))
                .isEqualTo(new Role.Campaigning(NOW.plusMillis(1)));
    }

    @Test
    void keepsFollowingWhileTheLeaderLives() {
        Role following = new Role.Following(Optional.of(OTHER), NOW);

        Role role = next(following, new Role.Event.LeaderSeen(OTHER));

        assertThat(role).isEqualTo(new Role.Following(Optional.of(OTHER), NOW.plusMillis(2_500)));
    }

    @Test
    void waitsForNobodyWhereTheLeaderGaveUp() {
        Role following = new Role.Following(Optional.of(OTHER), NOW.plusSeconds(9));

        Role role = next(following, new Role.Event.LeaderSeen(LeaderMark.vacant(3)));

        assertThat(role).isEqualTo(new Role.Following(Optional.empty(), NOW.plusMillis(500)));
        assertThat(next(new Role.Replaying(), new Role.Event.CaughtUp(Optional.of(LeaderMark.vacant(3)))))
                .isEqualTo(new Role.Campaigning(NOW));
    }

    @Test
    void stepsDownBeforeALaterTermAndNotBeforeItsOwn() {
        Role leading = new Role.Leading(3);

        assertThat(next(leading, new Role.Event.LeaderSeen(new LeaderMark(3, "hub-0"))))
                .isEqualTo(leading);
        assertThat(next(leading, new Role.Event.LeaderSeen(new LeaderMark(4, "hub-1"))))
                .isInstanceOf(Role.Following.class);
    }

    @Test
    void waitsLongerAfterBeingFencedThanAfterAFailure() {
        Role fenced = next(new Role.Leading(3), new Role.Event.Lost(true));
        Role failed = next(new Role.Leading(3), new Role.Event.Lost(false));

        assertThat(((Role.Following) fenced).campaignAt()).isAfter(((Role.Following) failed).campaignAt());
        assertThat(((Role.Following) fenced).leader()).isEmpty();
    }

    @Test
    void waitsEverLongerWhileOthersEndItsCampaignsAndNoLongerOnceSomebodyLed() {
        Role role = new Role.Campaigning(NOW);
        long before = 0;
        for (int turn = 0; turn < 5; turn++) {
            role = next(role, new Role.Event.Lost(true));
            long waits =
                    Duration.between(NOW, ((Role.Following) role).campaignAt()).toMillis();
            assertThat(waits).isEqualTo(2_000 + (500L << turn)).isGreaterThan(before);
            before = waits;
            role = campaigning(role);
        }
        assertThat(next(role, new Role.Event.Lost(true)))
                .isEqualTo(new Role.Following(Optional.empty(), NOW.plusSeconds(10), 6));

        Role led = next(next(role, new Role.Event.Lost(true)), new Role.Event.LeaderSeen(OTHER));
        assertThat(led).isEqualTo(new Role.Following(Optional.of(OTHER), NOW.plusMillis(2_500), 0));
    }

    /** As when time stood still: a campaign that was ended at once. */
    private static Role campaigning(Role following) {
        Role.Campaigning later = (Role.Campaigning) at(NOW.plusSeconds(60), following, new Role.Event.TimePassed());
        return new Role.Campaigning(NOW, later.fenced());
    }

    @Test
    void leavesTheCampaignThatEndedItsOwnAsMuchTimeAsThatMayTake() {
        Role campaigning = new Role.Campaigning(NOW);

        Role ended = at(NOW.plusSeconds(4), campaigning, new Role.Event.Lost(true));
        Role endedLate = at(NOW.plusSeconds(400), campaigning, new Role.Event.Lost(true));
        Role failed = at(NOW.plusSeconds(4), campaigning, new Role.Event.Lost(false));

        assertThat(ended)
                .isEqualTo(new Role.Following(Optional.empty(), NOW.plusMillis(4_000 + 2_000 + 8_000 + 500), 1));
        assertThat(endedLate)
                .isEqualTo(new Role.Following(Optional.empty(), NOW.plusMillis(400_000 + 2_000 + 20_000 + 500), 1));
        assertThat(failed).isEqualTo(new Role.Following(Optional.empty(), NOW.plusMillis(4_000 + 500 + 500), 0));
    }

    @Test
    void leadsOnlyAfterWinningACampaignOfItsOwn() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Role role = new Role.Replaying();
            Instant now = NOW;
            for (int step = 0; step < 100; step++) {
                Role before = role;
                Role.Event event = event(random);
                now = now.plusMillis(random.nextInt(1_000));
                role = at(now, before, event);
                boolean rose = role instanceof Role.Leading && !(before instanceof Role.Leading);
                assertThat(rose)
                        .as("seed %d step %d: %s --%s--> %s", seed, step, before, event, role)
                        .isEqualTo(before instanceof Role.Campaigning && event instanceof Role.Event.Won);
            }
        }
    }

    private static Role.Event event(Random random) {
        return List.<Role.Event>of(
                        new Role.Event.CaughtUp(Optional.of(OTHER)),
                        new Role.Event.LeaderSeen(new LeaderMark(random.nextInt(9), "hub-" + random.nextInt(2))),
                        new Role.Event.TimePassed(),
                        new Role.Event.Won(random.nextInt(9)),
                        new Role.Event.Lost(random.nextBoolean()))
                .get(random.nextInt(5));
    }

    private static Role next(Role role, Role.Event event) {
        return at(NOW, role, event);
    }

    private static Role at(Instant now, Role role, Role.Event event) {
        Role.Timing timing = new Role.Timing(
                Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(500));
        return Role.next(role, event, new Role.Context("hub-0", timing, now, 0.5));
    }
}
