package dev.flotilla.api.dr;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run's journal and what it has seen. Everything a hub needs to go on after it was killed is here or in the objects
 * that the run changes.
 *
 * @param phase the step it is at, or {@code Completed}
 * @param outcome how it ends; set as soon as it is known, which may be before the way back is done
 * @param executor the process that carries it on
 * @param epoch grows by one whenever another process takes over; every write bears the run's version, so that one of an
 *     older epoch cannot write any more
 * @param lostSince the moment that times are measured from
 * @param clusters those that are lost
 * @param movedCount how many workloads have moved; {@code moves} lists the first of them
 * @param decisions what was decided, in the order it was; the same for a drill and a real loss
 */
public record FailoverRunStatus(
        String phase,
        @Nullable Outcome outcome,
        String message,
        String executor,
        int epoch,
        @Nullable Instant lostSince,
        List<String> clusters,
        @Rule(keys = "step") List<Step> steps,
        @Nullable Baseline baseline,
        List<Move> moves,
        int movedCount,
        List<String> unavailable,
        List<Event> timeline,
        List<DecisionMade> decisions,
        List<TripRecord> guards,
        List<TrafficSample> traffic,
        List<JournalEntry> journal) {
    public static final String COMPLETED = "Completed";

    public enum Outcome {
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED,
        @JsonProperty("Aborted")
        ABORTED,
        @JsonProperty("Inconclusive")
        INCONCLUSIVE
    }

    public enum State {
        @JsonProperty("Started")
        STARTED("Started"),
        @JsonProperty("Done")
        DONE("Done"),
        @JsonProperty("Failed")
        FAILED("Failed"),
        /** Given up for the way back. */
        @JsonProperty("Unwound")
        UNWOUND("Unwound");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param key the same for every attempt at this step by whatever process: what it does is done once
     * @param deadline when it is given up; null for never
     */
    public record Step(
            @Rule(required = true) @Nullable FailoverStep step,
            @Nullable State state,
            String key,
            @Nullable Instant startedAt,
            @Nullable Instant deadline,
            @Nullable Instant endedAt,
            String message) {}

    /**
     * What was so before the loss.
     *
     * @param workloads in scope
     * @param affected those of them that had a copy in the sites
     * @param unavailable names of those that were not available, the first of them
     */
    public record Baseline(int workloads, int affected, List<String> unavailable) {
        public Baseline {
            unavailable = List.copyOf(unavailable);
        }
    }

    /** One workload's way; {@code before} and {@code after} as {@code eu-1:2 us-1:1}. */
    public record Move(
            String namespace,
            String kind,
            String name,
            String before,
            String after,
            @Nullable Instant movedAt,
            @Nullable Instant readyAt,
            @Nullable Instant returnedAt) {}

    public record Event(
            @Rule(required = true) String event, @Nullable Instant at, String detail) {}

    public record DecisionMade(int seq, @Nullable Instant at, String what, String why) {}

    public record TripRecord(
            String name, boolean tripped, @Nullable Instant at, String detail) {}

    /** @param weights of a GlobalTrafficPolicy, by cluster */
    public record TrafficSample(@Nullable Instant at, String policy, Map<String, Integer> weights) {
        public TrafficSample {
            weights = Map.copyOf(weights);
        }
    }

    /** One line of the journal; each holds the hash of the one before. */
    public record JournalEntry(
            int seq,
            @Nullable Instant at,
            String step,
            String state,
            String key,
            String detail,
            int epoch,
            String executor,
            String previousHash,
            String hash) {}

    public FailoverRunStatus {
        clusters = List.copyOf(clusters);
        steps = List.copyOf(steps);
        moves = List.copyOf(moves);
        unavailable = List.copyOf(unavailable);
        timeline = List.copyOf(timeline);
        decisions = List.copyOf(decisions);
        guards = List.copyOf(guards);
        traffic = List.copyOf(traffic);
        journal = List.copyOf(journal);
    }

    public static FailoverRunStatus of(JsonNode run) {
        return RecordJson.read(run.path("status"), FailoverRunStatus.class);
    }

    /** The step under way; empty before the first and after the last. */
    public Optional<Step> current() {
        return steps.stream().filter(each -> each.state() == State.STARTED).findFirst();
    }

    public Optional<Step> step(FailoverStep step) {
        return steps.stream().filter(each -> each.step() == step).findFirst();
    }

    public Optional<Instant> at(String event) {
        return timeline.stream()
                .filter(each -> each.event().equals(event))
                .findFirst()
                .map(Event::at);
    }
}
