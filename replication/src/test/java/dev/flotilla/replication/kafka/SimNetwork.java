package dev.flotilla.replication.kafka;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Loses, delays, repeats and reorders what nodes send each other, and cuts nodes off. */
final class SimNetwork {
    private static final double LOST = 0.05;
    private static final double REPEATED = 0.05;
    private static final double STUCK = 0.03;

    private final SimClock clock;
    private final Random random;
    private final Set<String> cut = new HashSet<>();
    private boolean calm;

    SimNetwork(SimClock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /** One direction. */
    void cut(String from, String to) {
        cut.add(from + ">" + to);
    }

    /** Everything arrives from now on, what is under way too. */
    void calm() {
        cut.clear();
        calm = true;
    }

    /** Whether something gets lost that does so with this probability while not all is well. */
    boolean loses(double probability) {
        return !calm && random.nextDouble() < probability;
    }

    void send(String from, String to, Runnable arrival) {
        if (cut.contains(from + ">" + to) || loses(LOST)) {
            return;
        }
        clock.after(delayMs(), arrival);
        if (loses(REPEATED)) {
            clock.after(delayMs(), arrival);
        }
    }

    private int delayMs() {
        return loses(STUCK) ? random.nextInt(6_000) : 1 + random.nextInt(20);
    }
}
