package dev.flotilla.placement.binding;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Condition;
import dev.flotilla.placement.PlacementDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes into a binding's status what the scheduler decided and why. A decision that merely stands leaves the words of
 * the one that was made.
 */
final class ScheduledStatus {
    /** How many reasons a status names; the rest is in the summary's counts, and whoever asks decides anew. */
    private static final int REASONS_MAX = 8;

    /** How many clusters it names for each. */
    private static final int CLUSTERS_MAX = 3;

    private static final int MESSAGE_LENGTH_MAX = 1024;

    private ScheduledStatus() {}

    /**
     * @param moved whether the clusters or the placement changed by this decision
     * @param asked when someone wanted the workload dealt anew, if that is why
     */
    static void write(
            BindingDraft draft, PlacementDecision decision, boolean moved, Optional<Instant> asked, Instant now) {
        ObjectNode status = draft.tree().withObject("/status");
        List<Condition> were = conditions(draft);
        status.put("schedulerObservedGeneration", draft.generation());
        Optional<Condition> condition = Condition.find(were, BindingStatus.SCHEDULED);
        boolean sameOutcome = condition
                .filter(known -> known.isTrue() == decision.succeeded()
                        && known.reason().equals(decision.outcome().label()))
                .isPresent();
        boolean retold = !decision.succeeded()
                && condition
                        .filter(known -> known.message().equals(shortened(decision.summary())))
                        .isEmpty();
        if (sameOutcome && !moved && !retold) {
            return;
        }
        decision.affinity()
                .ifPresentOrElse(
                        name -> status.put("schedulerObservingAffinityName", name),
                        () -> status.remove("schedulerObservingAffinityName"));
        if (decision.succeeded()) {
            status.put("lastScheduledTime", lastScheduled(asked, now).toString());
        }
        Condition scheduled = Condition.of(
                BindingStatus.SCHEDULED,
                decision.succeeded(),
                decision.outcome().label(),
                shortened(decision.summary()),
                now.truncatedTo(ChronoUnit.SECONDS));
        List<JsonNode> conditions = new ArrayList<>();
        Condition.with(were, scheduled).forEach(each -> conditions.add(RecordJson.write(each)));
        status.set("conditions", status.arrayNode().addAll(conditions));
        status.set("decision", RecordJson.write(explained(decision)));
    }

    private static List<Condition> conditions(BindingDraft draft) {
        return draft.tree()
                .path("status")
                .path("conditions")
                .valueStream()
                .map(each -> RecordJson.read(each, Condition.class))
                .toList();
    }

    /** Whether the draft says something new of where the workload goes. */
    static boolean retold(BindingDraft draft) {
        Optional<Condition> was = draft.statusWas().condition(BindingStatus.SCHEDULED);
        Optional<Condition> is = Condition.find(conditions(draft), BindingStatus.SCHEDULED);
        return is.isPresent()
                && was.filter(known -> known.status().equals(is.get().status())
                                && known.reason().equals(is.get().reason())
                                && known.message().equals(is.get().message()))
                        .isEmpty();
    }

    /**
     * Takes back what was said of a placement that is not the binding's any more; the scheduler, looking next, says it
     * anew.
     */
    static void forget(BindingDraft draft) {
        ObjectNode status = draft.tree().withObject("/status");
        status.remove("decision");
        status.withArrayProperty("conditions")
                .removeIf(each -> each.path("type").asString("").equals(BindingStatus.SCHEDULED));
    }

    /** Times are whole seconds: one that lies after the wish for it, so that the wish counts as met. */
    private static Instant lastScheduled(Optional<Instant> asked, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return asked.map(wish -> wish.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
                .filter(second::isBefore)
                .orElse(second);
    }

    private static BindingStatus.Decision explained(PlacementDecision decision) {
        Map<Why, List<String>> clusters = new LinkedHashMap<>();
        decision.leftOut()
                .forEach(exclusion -> clusters.computeIfAbsent(
                                new Why(exclusion.stage(), exclusion.reason()), _ -> new ArrayList<>())
                        .add(exclusion.cluster()));
        return new BindingStatus.Decision(
                shortened(decision.summary()),
                decision.affinity().orElse(""),
                clusters.entrySet().stream()
                        .limit(REASONS_MAX)
                        .map(each -> each.getKey().of(each.getValue()))
                        .toList());
    }

    /** A reason that several clusters may share. */
    private record Why(PlacementDecision.Stage stage, String reason) {
        private BindingStatus.LeftOut of(List<String> clusters) {
            return new BindingStatus.LeftOut(
                    stage.label(),
                    reason,
                    clusters.size(),
                    clusters.subList(0, Math.min(CLUSTERS_MAX, clusters.size())));
        }
    }

    private static String shortened(String text) {
        return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX - 1) + "…";
    }
}
