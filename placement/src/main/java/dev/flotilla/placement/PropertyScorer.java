package dev.flotilla.placement;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Prefers clusters by a number in one of their labels, such as a price, a latency or the carbon of its power: the best
 * of the fleet gets 100, the worst 0, those between in proportion, one without the number 0.
 *
 * @param label whose value is a decimal number
 * @param lowest whether less is better
 */
public record PropertyScorer(String label, boolean lowest) implements Scorer {
    @Override
    public String name() {
        return (lowest ? "lowest " : "highest ") + label;
    }

    @Override
    public int[] scores(List<FleetCluster> fleet) {
        List<OptionalDouble> numbers =
                fleet.stream().map(cluster -> number(cluster.label(label))).toList();
        double[] known = numbers.stream()
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray();
        int[] scores = new int[fleet.size()];
        for (int index = 0; index < scores.length; index++) {
            if (numbers.get(index).isPresent()) {
                scores[index] = score(numbers.get(index).getAsDouble(), known[0], known[known.length - 1]);
            }
        }
        return scores;
    }

    private int score(double number, double least, double most) {
        if (least == most) {
            return SCORE_MAX;
        }
        double share = lowest ? (most - number) / (most - least) : (number - least) / (most - least);
        return (int) Math.round(share * SCORE_MAX);
    }

    private static OptionalDouble number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
