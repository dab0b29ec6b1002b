package dev.flotilla.api.cel.cost;

import java.util.List;
import java.util.OptionalLong;

/** How large what a variable holds can get. */
@FunctionalInterface
public interface SizeHints {
    SizeHints NONE = _ -> OptionalLong.empty();

    /** @param path the variable, then fields, {@code @items}, {@code @keys} and {@code @values} */
    OptionalLong maxSize(List<String> path);
}
