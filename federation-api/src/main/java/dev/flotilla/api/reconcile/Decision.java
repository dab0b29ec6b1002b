package dev.flotilla.api.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a reconciler wants done about a key. The effects are committed together, under the versions of the objects they
 * were decided from; if one has changed meanwhile, nothing is done and the key is decided anew.
 *
 * @param again when to look again although nothing changed; empty for never
 */
public record Decision(List<Effect> effects, Optional<Duration> again) {
    private static final Decision NOTHING = new Decision(List.of(), Optional.empty());

    public Decision {
        effects = List.copyOf(effects);
    }

    public static Decision nothing() {
        return NOTHING;
    }

    public static Decision of(Effect... effects) {
        return new Decision(List.of(effects), Optional.empty());
    }

    public static Decision of(List<? extends Effect> effects) {
        return new Decision(List.copyOf(effects), Optional.empty());
    }

    public static Decision later(Duration after) {
        return new Decision(List.of(), Optional.of(after));
    }

    public Decision andAgain(Duration after) {
        return new Decision(effects, Optional.of(after));
    }
}
