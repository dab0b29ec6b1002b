package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.work.TargetCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CompletionsTest {
    @Test
    void sharesSumUpExactlyAndFollowTheReplicas() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<TargetCluster> clusters = new ArrayList<>();
            for (int index = 0; index < 1 + random.nextInt(6); index++) {
                clusters.add(new TargetCluster("c" + index, 1 + random.nextInt(9)));
            }
            int completions = random.nextInt(60);

            int sum = clusters.stream()
                    .mapToInt(each -> Completions.share(completions, clusters, each.name()))
                    .sum();

            assertThat(sum).as("seed %d", seed).isEqualTo(completions);
        }
        List<TargetCluster> twoToOne = List.of(new TargetCluster("a", 2), new TargetCluster("b", 1));
        assertThat(Completions.share(9, twoToOne, "a")).isEqualTo(6);
        assertThat(Completions.share(9, twoToOne, "elsewhere")).isZero();
    }
}
