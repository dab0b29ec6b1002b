package dev.flotilla.api.cel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation, as values of {@code api.cel.value}. */
@FunctionalInterface
public interface Bindings {
    /** The value of a variable; null if it has none, which fails the expression that asks. */
    @Nullable
    Object find(String variable);

    static Bindings of(Map<String, ?> values) {
        return values::get;
    }
}
