package dev.flotilla.dr;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.PlacementDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What would become of the workloads of some clusters if these were lost: decided by the very plan that evicts, over
 * the same fleet with the taints that a loss brings.
 *
 * <p>Each workload is looked at by itself, as eviction does: the room that one takes is not taken from the next. Where
 * all of them together want more than there is, {@code crowded} says so.
 *
 * @param lost by name
 * @param heldBack why the hub would evict nothing; empty if it would
 * @param fates of every workload with a copy in a lost cluster, in the order in which they would move
 */
public record LossForecast(SortedSet<String> lost, Optional<String> heldBack, List<Fate> fates, List<Crowded> crowded) {

    /** What becomes of a workload; the label is what is shown. */
    public enum Outcome {
        /** It comes to run elsewhere. */
        MOVES("moves"),
        /** Nothing is to be moved: what it has elsewhere is all it can have, or enough. */
        STAYS("stays"),
        /** What it loses comes to run nowhere. */
        UNPLACED("unplaced");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One workload's fate.
     *
     * @param binding by which the hub knows it
     * @param before replicas by cluster; 0 for what has none
     * @param after the same once it is over: where it runs then
     * @param tolerated how long its policy tolerates the loss before it moves; zero for not at all
     * @param why in words; empty for one that simply moves
     * @param notElsewhere why it cannot go to the other clusters, if it is unplaced
     */
    public record Fate(
            ObjectKey binding,
            String kind,
            String name,
            int priority,
            Outcome outcome,
            SortedMap<String, Integer> before,
            SortedMap<String, Integer> after,
            Duration tolerated,
            String why,
            List<PlacementDecision.Exclusion> notElsewhere) {
        public Fate {
            before = new TreeMap<>(before);
            after = new TreeMap<>(after);
            notElsewhere = List.copyOf(notElsewhere);
        }

        Fate after(Duration wait) {
            return new Fate(binding, kind, name, priority, outcome, before, after, wait, why, notElsewhere);
        }

        Fate notElsewhere(List<PlacementDecision.Exclusion> reasons) {
            return new Fate(binding, kind, name, priority, outcome, before, after, tolerated, why, reasons);
        }

        /** As {@code shop/Deployment/cart}. */
        public String display() {
            String namespace = binding.namespace();
            return (namespace.isEmpty() ? "" : namespace + "/") + kind + "/" + name;
        }
    }

    /**
     * A cluster that has room for each workload that would come to it, but not for all of them.
     *
     * @param wantedMilli of the resource, in thousandths
     */
    public record Crowded(String cluster, String resource, long wantedMilli, long freeMilli) {
        /** As {@code us-1 would need 3200m of cpu and has 2000m}. */
        public String display() {
            return cluster + " would need " + amount(wantedMilli) + " of " + resource + " and has " + amount(freeMilli);
        }

        private static String amount(long milli) {
            return milli % 1000 == 0 ? String.valueOf(milli / 1000) : milli + "m";
        }
    }

    public LossForecast {
        lost = new TreeSet<>(lost);
        fates = List.copyOf(fates);
        crowded = List.copyOf(crowded);
    }

    /** @param lost names of clusters; one that is lost already may be among them */
    public static LossForecast of(Snapshot snapshot, Set<String> lost, Instant now) {
        return ImaginedLoss.NONE.over(new FleetWorkloads(), snapshot, lost, now).forecast();
    }

    public long count(Outcome outcome) {
        return fates.stream().filter(fate -> fate.outcome() == outcome).count();
    }

    /** Whether everything that is lost comes to run elsewhere, as far as it is to. */
    public boolean survived() {
        return heldBack.isEmpty() && crowded.isEmpty() && count(Outcome.UNPLACED) == 0;
    }
}
