package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A table of clusters and what they have room for, as Karmada's general estimator counts it. */
class EstimateTablesTest {
    @TestFactory
    Stream<DynamicTest> countsAsKarmadaDoes() throws IOException, URISyntaxException {
        Path table = Path.of(
                Objects.requireNonNull(EstimateTablesTest.class.getResource("/GoldenTables/estimates/karmada.txt"))
                        .toURI());
        return Files.readAllLines(table).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    String[] parts = line.split(" \\| ");

                    assertThat(estimate(parts[0].split(" "), capacity(parts[1].split(" "))))
                            .as(line)
                            .isEqualTo(Integer.parseInt(parts[2].trim()));
                }));
    }

    private static int estimate(String[] wanted, Capacity capacity) {
        if (wanted[0].equals("set")) {
            List<WorkloadRequest.Component> components = new ArrayList<>();
            for (int index = 1; index < wanted.length; index++) {
                String[] component = wanted[index].split("x");
                Requirement each = new Requirement(Map.of("cpu", milli(component[1])), Optional.empty());
                components.add(new WorkloadRequest.Component("c" + index, Integer.parseInt(component[0]), each));
            }
            return ComponentSets.fit(capacity, components);
        }
        Map<String, Long> request = new HashMap<>();
        for (int index = 1; index < wanted.length && !wanted[1].equals("nothing"); index++) {
            String[] amount = wanted[index].split("=");
            request.put(amount[0], milli(amount[1]));
        }
        return Estimator.asKarmada(capacity, new Requirement(request, Optional.empty()));
    }

    private static Capacity capacity(String[] words) {
        Map<String, Long> free = new HashMap<>();
        List<Capacity.Grade> grades = new ArrayList<>();
        for (String word : words) {
            String[] both = word.split("=");
            if (both[0].equals("grade")) {
                String[] sizes = both[1].split("[x/]");
                grades.add(new Capacity.Grade(
                        Long.parseLong(sizes[0]), Map.of("cpu", milli(sizes[1]), "memory", milli(sizes[2]))));
            } else {
                free.put(both[0], milli(both[1]));
            }
        }
        return new Capacity(free.getOrDefault("pods", 0L) / 1000, free, grades);
    }

    private static long milli(String quantity) {
        return Quantity.parse(quantity)
                .value()
                .multiply(BigDecimal.valueOf(1000))
                .longValueExact();
    }
}
