package dev.flotilla.placement.binding;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Condition;
import dev.flotilla.placement.PlacementDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes into a binding's status what the scheduler decided and why. A decision that merely stands leaves the words of
 * the one that was made.
 */
final class ScheduledStatus {
    /** How many clusters a status explains; the rest is in the summary's counts, and whoever asks decides anew. */
    private static final int VERDICTS_MAX = 32;

    private static final int MESSAGE_LENGTH_MAX = 1024;

    private ScheduledStatus() {}

    /**
     * @param moved whether the clusters or the placement changed by this decision
     * @param asked when someone wanted the workload dealt anew, if that is why
     */
    static void write(
            BindingDraft draft, PlacementDecision decision, boolean moved, Optional<Instant> asked, Instant now) {
        ObjectNode status = draft.tree().withObject("/status");
        BindingStatus was = BindingStatus.of(draft.tree());
        status.put("schedulerObservedGeneration", draft.generation());
        Optional<Condition> condition = was.condition(BindingStatus.SCHEDULED);
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
        Condition.with(was.conditions(), scheduled).forEach(each -> conditions.add(RecordJson.write(each)));
        status.set("conditions", status.arrayNode().addAll(conditions));
        status.set("decision", RecordJson.write(explained(decision)));
    }

    /** Whether the draft says something new of where the workload goes. */
    static boolean retold(BindingDraft draft) {
        Optional<Condition> was = draft.statusWas().condition(BindingStatus.SCHEDULED);
        Optional<Condition> is = BindingStatus.of(draft.tree()).condition(BindingStatus.SCHEDULED);
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
        List<BindingStatus.Verdict> verdicts = new ArrayList<>();
        decision.targets().forEach(target -> verdicts.add(new BindingStatus.Verdict(target.cluster(), "Selected", "")));
        decision.leftOut()
                .forEach(exclusion -> verdicts.add(new BindingStatus.Verdict(
                        exclusion.cluster(), exclusion.stage().label(), exclusion.reason())));
        return new BindingStatus.Decision(
                shortened(decision.summary()),
                decision.affinity().orElse(""),
                verdicts.subList(0, Math.min(VERDICTS_MAX, verdicts.size())));
    }

    private static String shortened(String text) {
        return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX - 1) + "…";
    }
}
