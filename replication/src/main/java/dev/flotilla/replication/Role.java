package dev.flotilla.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a node does about leading. Kafka decides who leads; this only decides when to ask it.
 *
 * <pre>
 *  Replaying --CaughtUp--> Following --silence--> Campaigning --Won--> Leading
 *                            ^   ^                     |                 |
 *                            |   +-------- Lost -------+                 |
 *                            +------ Lost, or LeaderSeen of a later term-+
 * </pre>
 */
public sealed interface Role {
    /** How often the jitter is doubled at most. */
    int DOUBLINGS_MAX = 4;

    /** The longest campaign that a node leaves to another. */
    Duration CAMPAIGN_MAX = Duration.ofSeconds(10);

    /** Reads the log from its start; campaigns for nothing. */
    record Replaying() implements Role {}

    /**
     * @param leader whose sign of life it last saw while following
     * @param campaignAt when it will campaign unless the leader gives a sign of life before
     * @param fenced how many of its campaigns others have ended since somebody led
     */
    record Following(Optional<LeaderMark> leader, Instant campaignAt, int fenced) implements Role {
        Following(Optional<LeaderMark> leader, Instant campaignAt) {
            this(leader, campaignAt, 0);
        }
    }

    /**
     * Fences whoever wrote before.
     *
     * @param since when it began to
     * @param fenced as of {@link Following}
     */
    record Campaigning(Instant since, int fenced) implements Role {
        Campaigning(Instant since) {
            this(since, 0);
        }
    }

    record Leading(long term) implements Role {}

    /** Something that a node learns. */
    sealed interface Event {
        record CaughtUp(Optional<LeaderMark> lastLeader) implements Event {}

        record LeaderSeen(LeaderMark mark) implements Event {}

        record TimePassed() implements Event {}

        record Won(long term) implements Event {}

        /** @param fenced whether another node took over, as opposed to Kafka being out of reach */
        record Lost(boolean fenced) implements Event {}
    }

    /**
     * @param silence how long without a leader's sign until a node campaigns
     * @param jitter the most that is added to it, so that nodes do not campaign at once
     * @param retry the wait after a campaign or term that failed with nobody else leading
     * @param beat how often the leader gives a sign
     */
    record Timing(Duration silence, Duration jitter, Duration retry, Duration beat) {
        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(500));

        public Timing withSilence(Duration newSilence) {
            return new Timing(newSilence, jitter, retry, beat);
        }
    }

    /** @param chance from 0 to 1, for the jitter */
    record Context(String node, Timing timing, Instant now, double chance) {
        Instant after(Duration wait) {
            return after(wait, 0);
        }

        /**
         * Where campaigns take longer than the jitter, as on machines with much else to do, nodes would end each
         * other's for ever; so each that was ended doubles the next jitter, up to sixteen times what it is.
         */
        Instant after(Duration wait, int fenced) {
            long jitterNanos = timing.jitter().toNanos() << Math.min(fenced, DOUBLINGS_MAX);
            return now.plus(wait).plusNanos((long) (jitterNanos * chance));
        }
    }

    /** Decides what the node does next; an event that means nothing in a role leaves it as it is. */
    static Role next(Role role, Event event, Context context) {
        return switch (role) {
            case Replaying _ ->
                event instanceof Event.CaughtUp(var lastLeader) ? afterReplay(lastLeader, context) : role;
            case Following following -> follow(following, event, context);
            case Campaigning campaigning -> campaign(campaigning, event, context);
            case Leading leading -> lead(leading, event, context);
        };
    }

    /** A log that nobody ever led, or that this very node led last, or whose leader gave up, has none to wait for. */
    private static Role afterReplay(Optional<LeaderMark> lastLeader, Context context) {
        boolean another = lastLeader
                .filter(mark -> !mark.vacant() && !mark.node().equals(context.node()))
                .isPresent();
        return another
                ? new Following(Optional.empty(), context.after(context.timing().silence()))
                : new Campaigning(context.now());
    }

    /** Of a leader that has given up nothing more will come; the jitter alone keeps nodes from campaigning at once. */
    private static Following heard(LeaderMark mark, Context context) {
        return mark.vacant()
                ? new Following(Optional.empty(), context.after(Duration.ZERO))
                : new Following(
                        Optional.of(mark), context.after(context.timing().silence()));
    }

    private static Role follow(Following following, Event event, Context context) {
        return switch (event) {
            case Event.LeaderSeen(var mark) -> heard(mark, context);
            case Event.TimePassed _ ->
                context.now().isBefore(following.campaignAt())
                        ? following
                        : new Campaigning(context.now(), following.fenced());
            case Event.CaughtUp _, Event.Won _, Event.Lost _ -> following;
        };
    }

    private static Role campaign(Campaigning role, Event event, Context context) {
        return switch (event) {
            case Event.Won(var term) -> new Leading(term);
            case Event.Lost(var fenced) ->
                afterLoss(fenced, role.fenced(), Duration.between(role.since(), context.now()), context);
            case Event.CaughtUp _, Event.LeaderSeen _, Event.TimePassed _ -> role;
        };
    }

    private static Role lead(Leading leading, Event event, Context context) {
        return switch (event) {
            case Event.LeaderSeen(var mark) -> mark.term() > leading.term() ? heard(mark, context) : leading;
            case Event.Lost(var fenced) -> afterLoss(fenced, 0, Duration.ZERO, context);
            case Event.CaughtUp _, Event.TimePassed _, Event.Won _ -> leading;
        };
    }

    /**
     * Who was ended by another's campaign lets that come to its end, which takes as long as its own would have: where
     * Kafka is slow, a node that was soon back would end it in turn, and nobody would ever lead.
     */
    private static Role afterLoss(boolean fenced, int before, Duration campaigned, Context context) {
        Timing timing = context.timing();
        if (!fenced) {
            return new Following(Optional.empty(), context.after(timing.retry(), Math.max(0, before - 1)), before);
        }
        Duration others = campaigned.compareTo(CAMPAIGN_MAX) < 0 ? campaigned : CAMPAIGN_MAX;
        Duration wait = timing.silence().plus(others.multipliedBy(2));
        return new Following(Optional.empty(), context.after(wait, before), before + 1);
    }
}
