package dev.flotilla.api.schema.rule;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a value was before the update, by which a violation that the update has not brought about is let through.
 *
 * @param value and {@code old}, null where nothing corresponds
 * @param parent the nearest place above that has a counterpart
 */
record Correlation(
        @Nullable JsonNode value,
        @Nullable JsonNode old,
        @Nullable Correlation parent) {
    static final Correlation NONE = new Correlation(null, null, null);

    static Correlation of(JsonNode value, JsonNode old) {
        return new Correlation(value, old, null);
    }

    boolean isKnown() {
        return value != null && old != null;
    }

    /** Whether the value, or else the nearest counterpart above it, is as it was. */
    boolean unchanged() {
        if (value != null && old != null) {
            return value.equals(old);
        }
        return parent != null && parent.unchanged();
    }

    Correlation child(JsonNode child, @Nullable JsonNode counterpart) {
        if (!isKnown()) {
            return this;
        }
        return new Correlation(counterpart == null ? null : child, counterpart, this);
    }

    Correlation withoutOwn() {
        return new Correlation(null, null, parent);
    }
}
