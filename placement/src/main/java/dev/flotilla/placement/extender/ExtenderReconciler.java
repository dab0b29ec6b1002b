package dev.flotilla.placement.extender;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.BindingStatus.ExtenderAnswer;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.cluster.ClusterReader;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.defaults.ExtenderRule;
import dev.flotilla.placement.defaults.PlacementDefaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps in every binding what extenders say of its workload: asks when the question changes or an answer grows old, and
 * again after a while where an extender could not be asked. An older answer holds until there is a newer one. Decides
 * from the snapshot and from what was replied; asking is left to {@link Extenders}.
 */
public final class ExtenderReconciler implements Reconciler {
    /** Until an extender that could not be asked is asked again. */
    static final Duration RETRY = Duration.ofSeconds(10);

    private static final List<GroupResource> BINDINGS =
            List.of(BindingKinds.RESOURCE_BINDING, BindingKinds.CLUSTER_RESOURCE_BINDING);

    private final Extenders extenders;
    private final FleetView fleets = new FleetView();
    private volatile @Nullable Described described;

    public ExtenderReconciler(Extenders extenders) {
        this.extenders = extenders;
    }

    @Override
    public String name() {
        return "placement-extender";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(
                BindingKinds.RESOURCE_BINDING,
                BindingKinds.CLUSTER_RESOURCE_BINDING,
                FleetView.CLUSTERS,
                PlacementDefaults.KEY.resource());
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        if (BINDINGS.contains(change.key().resource())) {
            return PlacementDefaults.at(snapshot).extenders().isEmpty() || sameIntent(change)
                    ? Stream.empty()
                    : Stream.of(change.key());
        }
        boolean all = change.key().equals(PlacementDefaults.KEY)
                || (change.key().resource().equals(FleetView.CLUSTERS)
                        && !identity(change.before()).equals(identity(change.after())));
        return all ? keys(snapshot) : Stream.empty();
    }

    private static boolean sameIntent(Change change) {
        return change.before() != null
                && change.after() != null
                && change.before().head().generation() == change.after().head().generation();
    }

    /** All that a question says of a cluster. */
    private static Optional<Object> identity(@Nullable StoredObject cluster) {
        return Optional.ofNullable(cluster)
                .map(object -> ClusterReader.read(object).identity());
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        boolean some = !PlacementDefaults.at(snapshot).extenders().isEmpty();
        return BINDINGS.stream()
                .flatMap(snapshot::list)
                .filter(binding -> some || answered(binding))
                .map(StoredObject::key);
    }

    /** Without parsing it: a text that may say so. */
    private static boolean answered(StoredObject binding) {
        return new String(binding.storedJson(), StandardCharsets.ISO_8859_1).contains("\"extenders\"");
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .filter(binding -> !binding.head().terminating())
                .map(binding -> decide(snapshot, binding, now))
                .orElse(Decision.nothing());
    }

    private Decision decide(Snapshot snapshot, StoredObject binding, Instant now) {
        ObjectNode tree = binding.tree();
        List<ExtenderRule> rules = PlacementDefaults.at(snapshot).extenders().stream()
                .filter(rule -> rule.concerns(tree))
                .toList();
        List<ExtenderAnswer> before = BindingStatus.of(tree).extenders();
        if (rules.isEmpty() && before.isEmpty()) {
            return Decision.nothing();
        }
        ClusterSnapshot fleet = fleets.at(snapshot);
        ExtenderQuestion question = ExtenderQuestion.of(tree, described(fleet));
        List<ExtenderAnswer> answers = new ArrayList<>();
        Duration again = Duration.ofDays(1);
        for (ExtenderRule rule : rules) {
            Optional<ExtenderAnswer> known = before.stream()
                    .filter(answer -> answer.name().equals(rule.name()))
                    .findFirst();
            Heard heard = known.filter(
                            answer -> holds(answer, rule, question, now).isPositive())
                    .map(good -> new Heard(known, holds(good, rule, question, now)))
                    .orElseGet(() -> ask(rule, question, fleet, now));
            better(known, heard.newest()).ifPresent(answers::add);
            again = heard.again().compareTo(again) < 0 ? heard.again() : again;
        }
        return answers.equals(before)
                ? Decision.later(again)
                : written(binding, tree, answers).andAgain(again);
    }

    /**
     * @param newest empty while it is waited for
     * @param again when to look again
     */
    private record Heard(Optional<ExtenderAnswer> newest, Duration again) {}

    private Heard ask(ExtenderRule rule, ExtenderQuestion question, ClusterSnapshot fleet, Instant now) {
        return switch (extenders.ask(rule.name(), question)) {
            case Extenders.Reply.Pending(var again) -> new Heard(Optional.empty(), again);
            case Extenders.Reply.Failed(var why) ->
                heard(ExtenderAnswers.failed(rule, question, why, now), rule, question, now);
            case Extenders.Reply.Answered(var review) ->
                heard(ExtenderAnswers.read(rule, question, review, fleet, now), rule, question, now);
        };
    }

    private static Heard heard(ExtenderAnswer answer, ExtenderRule rule, ExtenderQuestion question, Instant now) {
        return new Heard(Optional.of(answer), holds(answer, rule, question, now));
    }

    /** The same for all workloads, until something of a cluster changes. */
    @SuppressWarnings("ReferenceEquality") // the very same fleet, as FleetView promises
    private ExtenderQuestion.Fleet described(ClusterSnapshot fleet) {
        Described last = described;
        if (last == null || last.fleet != fleet) {
            last = new Described(fleet, ExtenderQuestion.Fleet.of(fleet));
            described = last;
        }
        return last.words;
    }

    private record Described(ClusterSnapshot fleet, ExtenderQuestion.Fleet words) {}

    /** An extender that cannot be asked takes nothing back. */
    private static Optional<ExtenderAnswer> better(Optional<ExtenderAnswer> known, Optional<ExtenderAnswer> newest) {
        boolean inVain = newest.filter(answer -> !answer.error().isEmpty()).isPresent();
        return inVain ? known.filter(answer -> answer.error().isEmpty()).or(() -> newest) : newest.or(() -> known);
    }

    /** How much longer an answer is good for; nothing or less if it has to be asked for. */
    private static Duration holds(ExtenderAnswer answer, ExtenderRule rule, ExtenderQuestion question, Instant now) {
        if (!answer.question().equals(question.hash())
                || answer.weight() != rule.weight()
                || answer.askedAt() == null) {
            return Duration.ZERO;
        }
        Duration holding = answer.error().isEmpty() ? Duration.ofSeconds(rule.refreshSeconds()) : RETRY;
        return Duration.between(now, answer.askedAt().plus(holding));
    }

    private static Decision written(StoredObject binding, ObjectNode tree, List<ExtenderAnswer> answers) {
        ObjectNode status = tree.withObject("/status");
        ArrayNode list = status.putArray("extenders");
        answers.forEach(answer -> list.add(RecordJson.write(answer)));
        if (answers.isEmpty()) {
            status.remove("extenders");
        }
        return Decision.of(new Effect.UpdateStatus(binding, tree));
    }
}
