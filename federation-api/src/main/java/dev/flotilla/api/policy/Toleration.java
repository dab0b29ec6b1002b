package dev.flotilla.api.policy;

import org.jspecify.annotations.Nullable;

/**
 * Which taints are put up with.
 *
 * @param key empty together with {@code Exists} for every taint
 * @param operator {@code Equal} if empty
 * @param effect empty for every effect
 * @param tolerationSeconds null for ever; zero or less for not at all
 */
public record Toleration(
        String key,
        String operator,
        String value,
        String effect,
        @Nullable Long tolerationSeconds) {

    public boolean tolerates(String taintKey, String taintValue, String taintEffect) {
        boolean otherEffect = !effect.isEmpty() && !effect.equals(taintEffect);
        boolean otherKey = !key.isEmpty() && !key.equals(taintKey);
        if (otherEffect || otherKey) {
            return false;
        }
        return switch (operator) {
            case "", "Equal" -> value.equals(taintValue);
            case "Exists" -> true;
            default -> false;
        };
    }
}
