package dev.flotilla.e2e.faults;

import dev.flotilla.e2e.faults.Cut.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Faults by a seed, one after the other and overlapping: the leader is hit more often than others, now and then a
 * broker, now and then two nodes at once. {@link #LEADER} stands for whichever node leads when the time has come, and
 * {@link #ANOTHER} for one that does not.
 */
record Schedule(long seed, List<Fault> faults) {
    static final String LEADER = "leader";
    static final String ANOTHER = "another";
    private static final int FAULTS = 3;
    private static final int GAP_MS = 1_500;
    private static final int LASTING_MIN_MS = 1_000;
    private static final int LASTING_MS = 4_000;
    private static final double LEADER_SHARE = 0.6;
    private static final double BROKER_SHARE = 0.2;
    private static final double TWIN_SHARE = 0.2;
    private static final double LONG_SHARE = 0.15;

    Schedule {
        faults = List.copyOf(faults);
    }

    /**
     * @param embedded whether each node has a broker; otherwise there is one of nobody's
     * @param longest how long a fault may last; those of more than 5 s are rare
     */
    static Schedule of(long seed, boolean embedded, Duration longest) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        Duration at = Duration.ofMillis(500);
        for (int number = 0; number < FAULTS; number++) {
            Duration lasting = Duration.ofMillis(LASTING_MIN_MS
                    + random.nextInt(
                            random.nextDouble() < LONG_SHARE
                                    ? Math.max(LASTING_MS, (int) longest.toMillis() - LASTING_MIN_MS)
                                    : LASTING_MS));
            boolean leader = random.nextDouble() < LEADER_SHARE;
            faults.add(fault(random, leader ? LEADER : ANOTHER, embedded, at, lasting));
            if (random.nextDouble() < TWIN_SHARE) {
                faults.add(fault(random, leader ? ANOTHER : LEADER, embedded, at, lasting));
            }
            at = at.plusMillis(GAP_MS + random.nextInt(GAP_MS));
        }
        return new Schedule(seed, faults);
    }

    private static Fault fault(Random random, String node, boolean embedded, Duration at, Duration lasting) {
        Endpoint whom = random.nextDouble() < BROKER_SHARE
                ? Endpoint.broker(embedded ? node : Endpoint.KAFKA)
                : Endpoint.hub(node);
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Fault.Killed(whom, at, lasting);
            case 2, 3 -> new Fault.Stopped(whom, at, lasting);
            default -> new Fault.CutOff(cut(random, node), at, lasting);
        };
    }

    private static Cut cut(Random random, String node) {
        Direction direction =
                random.nextBoolean() ? Direction.BOTH : random.nextBoolean() ? Direction.OUT : Direction.IN;
        return random.nextBoolean() ? new Cut.FromKafka(node, direction) : new Cut.Isolated(node, direction);
    }
}
