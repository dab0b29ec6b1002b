package dev.flotilla.dr.run;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.placement.Folded;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * All bindings as a run over some clusters sees them, those apart that it has something to do with: so that a look at
 * the run costs as much as there is to look at, however many bindings there are beside. An immutable value.
 *
 * @param namespaced those of ResourceBindings
 * @param clusterWide those of ClusterResourceBindings
 */
record RunLook(Part namespaced, Part clusterWide) {

    /** What of one workload matters to the run. */
    record Seen(
            RunWorkload workload,
            boolean affected,
            boolean moved,
            boolean missing,
            boolean missingElsewhere,
            boolean leaving) {}

    /**
     * The bindings of one kind.
     *
     * @param affected that run something, in clusters that are lost
     * @param moved that were moved from clusters that are lost
     * @param missing that run something, and lack some of it
     * @param missingElsewhere that lack some of it even if clusters that are lost do not count
     * @param leaving that run something, and have copies that are to go
     */
    record Part(
            TreePMap<ObjectKey, RunWorkload> all,
            TreePMap<ObjectKey, RunWorkload> affected,
            TreePMap<ObjectKey, RunWorkload> moved,
            TreePMap<ObjectKey, RunWorkload> missing,
            TreePMap<ObjectKey, RunWorkload> missingElsewhere,
            TreePMap<ObjectKey, RunWorkload> leaving) {
        private static final Part NOTHING = new Part(
                TreePMap.empty(),
                TreePMap.empty(),
                TreePMap.empty(),
                TreePMap.empty(),
                TreePMap.empty(),
                TreePMap.empty());

        private Part with(ObjectKey key, Seen seen) {
            return new Part(
                    all.plus(key, seen.workload()),
                    seen.affected() ? affected.plus(key, seen.workload()) : affected,
                    seen.moved() ? moved.plus(key, seen.workload()) : moved,
                    seen.missing() ? missing.plus(key, seen.workload()) : missing,
                    seen.missingElsewhere() ? missingElsewhere.plus(key, seen.workload()) : missingElsewhere,
                    seen.leaving() ? leaving.plus(key, seen.workload()) : leaving);
        }

        private Part without(ObjectKey key, Seen seen) {
            return new Part(
                    all.minus(key),
                    seen.affected() ? affected.minus(key) : affected,
                    seen.moved() ? moved.minus(key) : moved,
                    seen.missing() ? missing.minus(key) : missing,
                    seen.missingElsewhere() ? missingElsewhere.minus(key) : missingElsewhere,
                    seen.leaving() ? leaving.minus(key) : leaving);
        }
    }

    /** Puts bindings together, one at a time. */
    enum Sum implements Folded.Sum<Seen, Part> {
        OF_BINDINGS;

        @Override
        public Part nothing() {
            return Part.NOTHING;
        }

        @Override
        public Part plus(Part sum, ObjectKey key, Seen seen) {
            return sum.with(key, seen);
        }

        @Override
        public Part minus(Part sum, ObjectKey key, Seen seen) {
            return sum.without(key, seen);
        }
    }

    /** Those that run something: a pass over all of them. */
    Stream<RunWorkload> running() {
        return each(Part::all).filter(RunWorkload::runs);
    }

    Stream<RunWorkload> affected() {
        return each(Part::affected);
    }

    Stream<RunWorkload> moved() {
        return each(Part::moved);
    }

    /** @param elsewhere whether clusters that are lost do not count */
    Stream<RunWorkload> missing(boolean elsewhere) {
        return each(elsewhere ? Part::missingElsewhere : Part::missing);
    }

    Stream<RunWorkload> leaving() {
        return each(Part::leaving);
    }

    Optional<RunWorkload> of(ObjectKey binding) {
        @Nullable RunWorkload found = namespaced.all().get(binding);
        return Optional.ofNullable(found == null ? clusterWide.all().get(binding) : found);
    }

    private Stream<RunWorkload> each(Function<Part, TreePMap<ObjectKey, RunWorkload>> which) {
        return Stream.of(namespaced, clusterWide).flatMap(part -> which.apply(part).values().stream());
    }
}
