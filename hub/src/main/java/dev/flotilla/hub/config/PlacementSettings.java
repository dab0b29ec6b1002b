package dev.flotilla.hub.config;

import dev.flotilla.placement.defaults.ExtenderRule;
import dev.flotilla.placement.defaults.PlacementDefaults;
import dev.flotilla.placement.rebalance.Descheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a hub places workloads, where policies do not say.
 *
 * @param karmadaCompat decide exactly as Karmada
 * @param descheduleAfter how long replicas stay pending in a member before they are taken back
 * @param extenders who else is asked, in the order in which their words are shown
 */
public record PlacementSettings(boolean karmadaCompat, Duration descheduleAfter, List<Extender> extenders) {
    public static final PlacementSettings DEFAULT = new PlacementSettings(false, Descheduler.PATIENCE, List.of());

    /**
     * Somebody outside who has a say in where workloads go.
     *
     * @param rule what decisions know of it
     * @param url where it is asked, with https
     * @param authority a PEM file of who signs its certificate; empty for the authorities that Java knows
     * @param timeout until an answer is waited for
     */
    public record Extender(ExtenderRule rule, String url, Optional<Path> authority, Duration timeout) {}

    public PlacementSettings {
        extenders = List.copyOf(extenders);
    }

    public PlacementSettings withDescheduleAfter(Duration after) {
        return new PlacementSettings(karmadaCompat, after, extenders);
    }

    public PlacementSettings withExtenders(List<Extender> others) {
        return new PlacementSettings(karmadaCompat, descheduleAfter, others);
    }

    /** What decisions go by. */
    public PlacementDefaults defaults() {
        return new PlacementDefaults(
                karmadaCompat, extenders.stream().map(Extender::rule).toList());
    }
}
