package dev.flotilla.placement.binding;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.ExtenderAnswer;
import dev.flotilla.placement.Advice;
import dev.flotilla.placement.defaults.ExtenderRule;
import dev.flotilla.placement.defaults.PlacementDefaults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What extenders said of a binding's workload, as its status holds it, and what is still to be said. */
final class Advised {
    private static final String FIELD = "\"extenders\"";

    private Advised() {}

    static Advice by(BindingStatus status) {
        List<Advice.Said> said = status.extenders().stream()
                .filter(answer -> answer.error().isEmpty())
                .map(Advised::said)
                .toList();
        return said.isEmpty() ? Advice.NONE : new Advice(said);
    }

    private static Advice.Said said(ExtenderAnswer answer) {
        return new Advice.Said(
                answer.name(),
                answer.weight(),
                answer.refused().stream()
                        .collect(Collectors.toMap(
                                BindingStatus.Refusal::cluster, BindingStatus.Refusal::reason, (one, _) -> one)),
                answer.scores().stream()
                        .collect(Collectors.toMap(
                                BindingStatus.Score::cluster, BindingStatus.Score::score, (one, _) -> one)));
    }

    /**
     * What keeps the workload from being scheduled.
     *
     * @param failed whether it was asked about in vain, and not merely is to be asked about
     */
    record Lacking(String why, boolean failed) {}

    /** Empty if everybody who is to be asked has answered, or need not. */
    static Optional<Lacking> lacking(Snapshot snapshot, JsonNode binding) {
        List<ExtenderRule> rules = PlacementDefaults.at(snapshot).extenders();
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        BindingStatus status = BindingStatus.of(binding);
        for (ExtenderRule rule : rules) {
            if (rule.concerns(binding)) {
                Optional<ExtenderAnswer> answer = status.extenders().stream()
                        .filter(each -> each.name().equals(rule.name()))
                        .findFirst();
                if (answer.isEmpty()) {
                    return Optional.of(
                            new Lacking("the extender " + rule.name() + " has not been asked about it yet", false));
                }
                if (!answer.get().error().isEmpty() && !rule.ignorable()) {
                    return Optional.of(new Lacking(
                            "the extender " + rule.name() + " could not be asked: "
                                    + answer.get().error(),
                            true));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a change of a binding's status is one of what extenders say. */
    static boolean anew(Change change) {
        StoredObject before = change.before();
        StoredObject after = change.after();
        if (before == null || after == null || !(mentions(before) || mentions(after))) {
            return false;
        }
        return !sayings(before).equals(sayings(after));
    }

    /** Without parsing it, since statuses change all the time. */
    private static boolean mentions(StoredObject binding) {
        return new String(binding.storedJson(), StandardCharsets.ISO_8859_1).contains(FIELD);
    }

    /** When and about what they were asked does not matter. */
    private static List<ExtenderAnswer> sayings(StoredObject binding) {
        return BindingStatus.of(binding.tree()).extenders().stream()
                .map(answer -> new ExtenderAnswer(
                        answer.name(), "", null, answer.weight(), answer.error(), answer.refused(), answer.scores()))
                .toList();
    }
}
