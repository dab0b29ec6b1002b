package dev.flotilla.apiserver.admission.policy;

import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy's variables in one evaluation: each is computed when it is first asked for, and once. */
final class Composition implements CelMap {
    private final Map<String, Expression> expressions;
    private final Run run;
    private final Map<String, Object> known = new HashMap<>();

    Composition(Map<String, Expression> expressions, Run run) {
        this.expressions = expressions;
        this.run = run;
    }

    @Override
    public int size() {
        return expressions.size();
    }

    @Override
    public Collection<?> keys() {
        return expressions.keySet();
    }

    @Override
    public @Nullable Object find(Object key) {
        Expression expression = expressions.get(String.valueOf(key));
        if (expression == null) {
            return null;
        }
        Object value = known.get(String.valueOf(key));
        if (value == null) {
            value = switch (run.evaluate(expression)) {
                case Run.Result.Value(Object found) -> found;
                case Run.Result.Failed(String why) ->
                    throw new CelError("composited variable \"" + key + "\" fails to evaluate: " + why);
            };
            known.put(String.valueOf(key), value);
        }
        return value;
    }
}
