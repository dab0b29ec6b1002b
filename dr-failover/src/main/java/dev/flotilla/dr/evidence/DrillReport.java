package dev.flotilla.dr.evidence;

import dev.flotilla.api.dr.DrillStatus.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be said about one execution of a drill, for somebody who was not there. Times are to the millisecond;
 * lists in which time is the order are sorted, so that equal drills make equal reports.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param journal as the run wrote it, not sorted nor put right: what is wrong with it must be seen
 * @param journalHead the hash of the journal's last entry, as the run's status has it
 */
public record DrillReport(
        int formatVersion,
        Drill drill,
        Run run,
        List<Event> timeline,
        List<Measurement> measurements,
        List<SteadyState> hypothesis,
        List<Guard> guards,
        List<Move> workloads,
        List<Weights> traffic,
        List<Decision> decisions,
        List<JournalEntry> journal,
        String journalHead) {
    public static final int FORMAT_VERSION = 1;

    public DrillReport {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException("a report of format " + formatVersion + " is not known here, only "
                    + FORMAT_VERSION + "; a newer flotilla may know it");
        }
        timeline = sorted(timeline, Comparator.comparing(Event::at).thenComparing(Event::event));
        measurements = List.copyOf(measurements);
        hypothesis = List.copyOf(hypothesis);
        guards = List.copyOf(guards);
        workloads = List.copyOf(workloads);
        traffic = sorted(traffic, Comparator.comparing(Weights::at).thenComparing(Weights::policy));
        decisions = sorted(decisions, Comparator.comparingLong(Decision::seq));
        journal = List.copyOf(journal);
        Checked.text(journalHead, "journalHead");
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }

    /** When something happened first; empty if it did not. */
    public Optional<Instant> at(Milestone milestone) {
        return timeline.stream()
                .filter(each -> each.event() == milestone)
                .map(Event::at)
                .findFirst();
    }

    /**
     * What was to be rehearsed.
     *
     * @param uid the object's, and {@code generation} the revision of its spec that was run
     * @param type how real it was, as the drill's spec names it: {@code Simulation}
     * @param scenario what is rehearsed, as the drill's spec names it: {@code RegionLoss}
     * @param hub the id of the hub that ran it
     * @param sites those lost and those that took over
     * @param scope in words: which workloads were in scope
     */
    public record Drill(
            String name,
            String uid,
            long generation,
            String title,
            String type,
            String scenario,
            String hub,
            List<Site> sites,
            String scope,
            Objectives objectives) {
        public Drill {
            Checked.text(name, "drill.name");
            Checked.text(uid, "drill.uid");
            Checked.notNegative(generation, "drill.generation");
            Checked.text(type, "drill.type");
            Checked.text(hub, "drill.hub");
            sites = List.copyOf(sites);
        }
    }

    /** A place that is lost or kept as a whole. */
    public record Site(String name, String region, List<String> clusters, boolean lost) {
        public Site {
            Checked.text(name, "site.name");
            clusters = List.copyOf(clusters);
        }
    }

    /** @param rtoMs how long after the loss every workload must be ready again */
    public record Objectives(long rtoMs, long soakMs) {
        public Objectives {
            if (rtoMs <= 0) {
                throw new IllegalArgumentException("objectives.rtoMs must be above 0, but is " + rtoMs);
            }
            Checked.notNegative(soakMs, "objectives.soakMs");
        }
    }

    /**
     * The execution.
     *
     * @param name the FailoverRun's
     * @param reasons sentences: why the result is what it is
     */
    public record Run(String name, Instant startedAt, Instant endedAt, Result result, List<String> reasons) {
        public Run {
            Checked.text(name, "run.name");
            startedAt = Checked.millis(startedAt);
            endedAt = Checked.millis(endedAt);
            if (endedAt.isBefore(startedAt)) {
                throw new IllegalArgumentException(
                        "run.endedAt " + endedAt + " lies before run.startedAt " + startedAt);
            }
            reasons = List.copyOf(reasons);
        }

        public Duration duration() {
            return Duration.between(startedAt, endedAt);
        }
    }

    /** Something happened. */
    public record Event(Instant at, Milestone event, String detail) {
        public Event {
            at = Checked.millis(at);
        }
    }

    /**
     * A number that was measured.
     *
     * @param valueMs null if it never came to it
     * @param objectiveMs null if none was set
     * @param met null exactly if no objective was set; what was not measured has not met one
     */
    public record Measurement(
            String name,
            @Nullable Long valueMs,
            @Nullable Long objectiveMs,
            @Nullable Boolean met) {
        public Measurement {
            Checked.text(name, "measurement.name");
            if (!Objects.equals(met, judge(valueMs, objectiveMs))) {
                throw new IllegalArgumentException("measurement " + name + ": " + valueMs
                        + " ms against an objective of " + objectiveMs + " ms cannot be met=" + met);
            }
        }

        /** Judged by its numbers. */
        public static Measurement of(String name, @Nullable Long valueMs, @Nullable Long objectiveMs) {
            return new Measurement(name, valueMs, objectiveMs, judge(valueMs, objectiveMs));
        }

        private static @Nullable Boolean judge(@Nullable Long valueMs, @Nullable Long objectiveMs) {
            return objectiveMs == null ? null : Boolean.valueOf(valueMs != null && valueMs <= objectiveMs);
        }
    }

    /**
     * One workload of the hypothesis that all in scope are available before and after.
     *
     * @param workload {@code namespace/Kind/name}
     * @param before how it was, in words: {@code 3 of 3 ready in eu-1, eu-2}
     */
    public record SteadyState(
            String workload, String before, String after, boolean availableBefore, boolean availableAfter) {
        public SteadyState {
            Checked.text(workload, "hypothesis.workload");
        }

        public boolean held() {
            return availableBefore && availableAfter;
        }
    }

    /**
     * What would have ended the drill early, or did.
     *
     * @param at when it tripped; null if it did not
     */
    public record Guard(
            String name, boolean tripped, @Nullable Instant at, String detail) {
        public Guard {
            Checked.text(name, "guard.name");
            at = at == null ? null : Checked.millis(at);
        }
    }

    /**
     * Where a workload went.
     *
     * @param from the clusters it was in before
     * @param to the clusters it was in once all was ready again
     * @param readyAfterMs after the loss; null if it was not ready again or never had to move
     */
    public record Move(
            String namespace,
            String kind,
            String name,
            List<String> from,
            List<String> to,
            @Nullable Long readyAfterMs,
            String note) {
        public Move {
            Checked.text(kind, "workload.kind");
            Checked.text(name, "workload.name");
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        /** {@code namespace/Kind/name} */
        public String workload() {
            return namespace.isEmpty() ? kind + "/" + name : namespace + "/" + kind + "/" + name;
        }
    }

    /**
     * A traffic policy's weights from some moment on.
     *
     * @param policy {@code namespace/name}
     * @param weights by cluster
     */
    public record Weights(Instant at, String policy, SortedMap<String, Integer> weights) {
        public Weights {
            at = Checked.millis(at);
            Checked.text(policy, "traffic.policy");
            weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
            weights.forEach((cluster, weight) -> Checked.notNegative(weight, "traffic.weights." + cluster));
        }

        public Weights(Instant at, String policy, Map<String, Integer> weights) {
            this(at, policy, new TreeMap<>(weights));
        }
    }

    /** Something the hub decided, and why. */
    public record Decision(long seq, Instant at, String what, String why) {
        public Decision {
            at = Checked.millis(at);
            Checked.text(what, "decision.what");
        }
    }
}
