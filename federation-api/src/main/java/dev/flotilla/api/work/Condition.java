package dev.flotilla.api.work;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flotilla.api.kind.Rule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One aspect of an object's state, and since when. */
public record Condition(
        @Rule(
                required = true,
                maxLength = 316,
                pattern =
                        "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        String type,

        @Rule(
                required = true,
                oneOf = {"True", "False", "Unknown"})
        String status,

        @Nullable @Rule(min = 0) Long observedGeneration,
        @Rule(required = true) @Nullable Instant lastTransitionTime,

        @Rule(required = true, minLength = 1, maxLength = 1024, pattern = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @Rule(required = true, maxLength = 32768) @JsonInclude
        String message) {

    public Condition {
        lastTransitionTime = lastTransitionTime == null ? null : lastTransitionTime.truncatedTo(ChronoUnit.SECONDS);
    }

    public static Condition of(String type, boolean holds, String reason, String message, Instant now) {
        return new Condition(type, holds ? "True" : "False", null, now, reason, message);
    }

    @JsonIgnore
    public boolean isTrue() {
        return status.equals("True");
    }

    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    /** The conditions with this one in its type's place; its transition time moves only when its status does. */
    public static List<Condition> with(List<Condition> conditions, Condition changed) {
        List<Condition> all = new ArrayList<>(conditions);
        for (int index = 0; index < all.size(); index++) {
            Condition before = all.get(index);
            if (before.type().equals(changed.type())) {
                all.set(index, changed.since(before));
                return List.copyOf(all);
            }
        }
        all.add(changed);
        return List.copyOf(all);
    }

    private Condition since(Condition before) {
        return before.status().equals(status)
                ? new Condition(type, status, observedGeneration, before.lastTransitionTime(), reason, message)
                : this;
    }
}
