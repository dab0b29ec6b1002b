package dev.flotilla.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Faults by a seed, one after the other and overlapping: the leader is hit more often than others, and now and then the
 * broker. {@link #LEADER} stands for whichever node leads when the time has come.
 */
record Schedule(long seed, List<Fault> faults) {
    static final String LEADER = "leader";
    static final String BROKER = "broker";
    private static final int FAULTS = 3;
    private static final int GAP_MS = 1_500;
    private static final int LASTING_MIN_MS = 1_000;
    private static final int LASTING_MS = 4_000;
    private static final double LEADER_SHARE = 0.6;

    Schedule {
        faults = List.copyOf(faults);
    }

    static Schedule of(long seed, List<String> nodes) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        Duration at = Duration.ofMillis(500);
        for (int number = 0; number < FAULTS; number++) {
            Duration lasting = Duration.ofMillis(LASTING_MIN_MS + random.nextInt(LASTING_MS));
            String node = random.nextDouble() < LEADER_SHARE ? LEADER : nodes.get(random.nextInt(nodes.size()));
            faults.add(
                    switch (random.nextInt(7)) {
                        case 0, 1 -> new Fault.Killed(node, at, lasting);
                        case 2, 3 -> new Fault.Stopped(node, at, lasting);
                        case 4 -> new Fault.CutOff(node, Link.Cut.BOTH, at, lasting);
                        case 5 ->
                            new Fault.CutOff(
                                    node,
                                    random.nextBoolean() ? Link.Cut.TO_SERVER : Link.Cut.FROM_SERVER,
                                    at,
                                    lasting);
                        default ->
                            random.nextBoolean()
                                    ? new Fault.Killed(BROKER, at, Duration.ofMillis(LASTING_MIN_MS))
                                    : new Fault.Stopped(BROKER, at, lasting);
                    });
            at = at.plusMillis(GAP_MS + random.nextInt(GAP_MS));
        }
        return new Schedule(seed, faults);
    }
}
