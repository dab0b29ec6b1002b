package dev.flotilla.dr.evidence.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventLabelsTest {
    private static final long SEED = 7;

    private record Placed(double x, double end, int row) {}

    @Test
    void crossesNoLabelWithALineOrALabel() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            EventLabels labels = new EventLabels();
            List<Placed> placed = new ArrayList<>();
            double x = 0;
            for (int i = 0; i < 14; i++) {
                x += random.nextInt(120);
                String label = "x".repeat(1 + random.nextInt(30));
                placed.add(new Placed(x, x + label.length() * 6.0, labels.place(x, label)));
            }

            for (Placed one : placed) {
                for (Placed other : placed) {
                    boolean runsThrough = other.row > one.row && other.x < one.x && other.end > one.x;
                    boolean covers = one != other && other.row == one.row && other.x <= one.x && other.end > one.x;
                    assertThat(runsThrough || covers)
                            .as("seed %s, round %s", SEED, round)
                            .isFalse();
                }
            }
        }
    }
}
