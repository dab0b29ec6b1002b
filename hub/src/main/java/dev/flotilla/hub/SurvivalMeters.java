package dev.flotilla.hub;

import dev.flotilla.dr.Survival;
import dev.flotilla.dr.SurvivalReconciler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What the loss of each region would do, as gauges: how many workloads would move, and how many would find no room. Of
 * a region that is lost already there is nothing to tell, and its gauges are not a number.
 */
final class SurvivalMeters implements SurvivalReconciler.Observer {
    private final MeterRegistry registry;
    private final Map<String, Survival> newest = new ConcurrentHashMap<>();
    private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();

    SurvivalMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void judged(Survival survival) {
        newest.put(survival.site(), survival);
        meters.computeIfAbsent(
                survival.site(),
                site -> List.of(
                        gauge(
                                site,
                                "flotilla.region.loss.unplaced.workloads",
                                "Workloads that would find no room if the region were lost",
                                Survival::unplaced),
                        gauge(
                                site,
                                "flotilla.region.loss.moved.workloads",
                                "Workloads that would move if the region were lost",
                                Survival::moved)));
    }

    @Override
    public void gone(String site) {
        newest.remove(site);
        List<Meter> there = meters.remove(site);
        if (there != null) {
            there.forEach(registry::remove);
        }
    }

    private Meter gauge(String site, String name, String description, ToDoubleFunction<Survival> value) {
        return Gauge.builder(name, () -> {
                    Survival survival = newest.get(site);
                    return survival == null || survival.lost() ? Double.NaN : value.applyAsDouble(survival);
                })
                .description(description)
                .tag("region", site)
                .register(registry);
    }
}
