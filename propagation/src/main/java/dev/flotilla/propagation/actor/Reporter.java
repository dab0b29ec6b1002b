package dev.flotilla.propagation.actor;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.work.BindingStatus.Health;
import dev.flotilla.propagation.Observation;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the aggregator what is seen in one member, and only what differs from what it was told before. Not thread-safe.
 */
final class Reporter {
    private static final Logger LOGGER = LoggerFactory.getLogger(Reporter.class);
    private static final String LOST = "the cluster cannot be reached; this is what was last seen";

    private final PropagationSettings settings;
    private final String cluster;
    private final Consumer<StatusAggregator.Observed> observed;
    private final Counter orphans;
    private final Map<ObjectKey, Told> told = new HashMap<>();
    private final Map<ObjectKey, String> failing = new HashMap<>();
    private final Set<ObjectKey> orphaned = new HashSet<>();

    Reporter(PropagationSettings settings, String cluster, Consumer<StatusAggregator.Observed> observed) {
        this.settings = settings;
        this.cluster = cluster;
        this.observed = observed;
        this.orphans = Counter.builder("flotilla.member.orphans")
                .description("Objects of this hub in a member that nothing in the log explains")
                .tag("cluster", cluster)
                .register(settings.metrics());
    }

    /** The member holds this copy; it may be older than what is wanted there. */
    void seen(ObjectKey binding, ObjectNode object) {
        Optional<JsonNode> status = settings.interpreters().reflect(object);
        Health health = settings.interpreters().health(object);
        String failure = failing.getOrDefault(binding, "");
        tell(binding, new Observation(cluster, failure.isEmpty(), failure, health, status, now(), false));
    }

    /** The member has taken the newest manifest; {@link #seen} tells of the copy that came of it. */
    void applied(ObjectKey binding) {
        failing.remove(binding);
        Told last = told.get(binding);
        if (last != null && !last.applied()) {
            Observation before = last.whole();
            tell(binding, new Observation(cluster, true, "", before.health(), before.status(), now(), false));
        }
    }

    void failed(ObjectKey binding, String reason) {
        failing.put(binding, reason);
        Told last = told.get(binding);
        tell(binding, last == null ? Observation.failed(cluster, reason, now()) : failed(last.whole(), reason));
    }

    private Observation failed(Observation before, String reason) {
        return before.absent()
                ? Observation.failed(cluster, reason, now())
                : new Observation(cluster, false, reason, before.health(), before.status(), now(), false);
    }

    /** The copy is gone from the member. */
    void forget(ObjectKey binding) {
        told.remove(binding);
    }

    void absent(ObjectKey binding) {
        failing.remove(binding);
        told.remove(binding);
        observed.accept(new StatusAggregator.Observed(binding, Observation.absent(cluster, now())));
    }

    void orphaned(ObjectKey binding) {
        if (orphaned.add(binding)) {
            orphans.increment();
            LOGGER.atWarn()
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("binding", binding)
                    .log("an object of this hub is in the member and no binding explains it; it is left alone");
        }
    }

    /** The member cannot be seen: what is told of its copies is what was last known, and is unknown now. */
    void lost() {
        told.forEach((binding, last) -> observed.accept(new StatusAggregator.Observed(binding, lost(last.whole()))));
    }

    private Observation lost(Observation last) {
        return new Observation(cluster, last.applied(), LOST, Health.UNKNOWN, last.status(), last.seenAt(), false);
    }

    /** The member can be seen again: what is known of it holds until something else is seen. */
    void found() {
        told.forEach((binding, last) -> observed.accept(new StatusAggregator.Observed(binding, last.whole())));
    }

    private void tell(ObjectKey binding, Observation observation) {
        Told now = Told.of(observation);
        Told before = told.put(binding, now);
        if (before == null || !now.saysTheSameAs(before)) {
            observed.accept(new StatusAggregator.Observed(binding, observation));
        }
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
