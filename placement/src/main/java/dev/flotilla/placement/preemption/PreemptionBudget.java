package dev.flotilla.placement.preemption;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Folded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * How many workloads may still be displaced for the moment: {@value #WORKLOADS_MAX} in a minute over the whole hub,
 * whoever asks for it. Safe to share between threads.
 */
public final class PreemptionBudget {
    static final int WORKLOADS_MAX = 20;
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final String MARK = "\"" + Marks.PREEMPTED_AT + "\"";

    private final Folded<Optional<Instant>, TreePMap<Instant, Integer>> displaced =
            new Folded<>(BindingKinds.RESOURCE_BINDING, PreemptionBudget::displacedAt, Sum.BY_TIME);

    public int left(Snapshot snapshot, Instant now) {
        int lately = displaced.at(snapshot).tailMap(now.minus(INTERVAL), false).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return Math.max(0, WORKLOADS_MAX - lately);
    }

    private static Optional<Instant> displacedAt(StoredObject binding) {
        if (!new String(binding.storedJson(), StandardCharsets.ISO_8859_1).contains(MARK)) {
            return Optional.empty();
        }
        String at = ObjectJson.parse(binding.storedJson())
                .path("metadata")
                .path("annotations")
                .path(Marks.PREEMPTED_AT)
                .asString("");
        try {
            return at.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(at));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    private enum Sum implements Folded.Sum<Optional<Instant>, TreePMap<Instant, Integer>> {
        BY_TIME;

        @Override
        public TreePMap<Instant, Integer> nothing() {
            return TreePMap.empty();
        }

        @Override
        public TreePMap<Instant, Integer> plus(TreePMap<Instant, Integer> sum, ObjectKey key, Optional<Instant> at) {
            return at.map(time -> sum.plus(time, sum.getOrDefault(time, 0) + 1)).orElse(sum);
        }

        @Override
        public TreePMap<Instant, Integer> minus(TreePMap<Instant, Integer> sum, ObjectKey key, Optional<Instant> at) {
            return at.map(time -> {
                        int left = sum.getOrDefault(time, 0) - 1;
                        return left > 0 ? sum.plus(time, left) : sum.minus(time);
                    })
                    .orElse(sum);
        }
    }
}
