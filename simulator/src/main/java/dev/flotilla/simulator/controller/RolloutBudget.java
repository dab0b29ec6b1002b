package dev.flotilla.simulator.controller;

import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/**
 * How far a rollout may stray from the wanted number of replicas while it runs.
 *
 * @param surge how many more pods there may be
 * @param unavailable how many fewer available ones
 */
record RolloutBudget(int desired, int surge, int unavailable, boolean recreate) {
    static RolloutBudget of(JsonNode spec) {
        int desired = spec.path("replicas").asInt(1);
        JsonNode strategy = spec.path("strategy");
        JsonNode rolling = strategy.path("rollingUpdate");
        int surge = share(rolling.path("maxSurge"), desired, RoundingMode.CEILING);
        int unavailable = Math.min(desired, share(rolling.path("maxUnavailable"), desired, RoundingMode.FLOOR));
        boolean recreate = "Recreate".equals(strategy.path("type").asString(""));
        if (recreate) {
            return new RolloutBudget(desired, 0, desired, true);
        }
        return new RolloutBudget(desired, surge, surge == 0 && unavailable == 0 ? 1 : unavailable, false);
    }

    /** A number, or a percentage of {@code whole}; 25 % if it is not given. */
    static int share(JsonNode value, int whole, RoundingMode rounding) {
        if (value.isNumber()) {
            return value.asInt(0);
        }
        String text = value.asString("25%");
        if (text.endsWith("%")) {
            double part = whole * Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
            return (int) (rounding == RoundingMode.CEILING ? Math.ceil(part) : Math.floor(part));
        }
        return Integer.parseInt(text);
    }

    int podsMax() {
        return desired + surge;
    }

    int availableMin() {
        return desired - unavailable;
    }
}
