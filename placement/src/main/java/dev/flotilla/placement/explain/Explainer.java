package dev.flotilla.placement.explain;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Condition;
import dev.flotilla.api.work.Removal;
import dev.flotilla.api.work.TargetCluster;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.DecisionTrace;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.Standing;
import dev.flotilla.placement.binding.BindingKeys;
import dev.flotilla.placement.binding.Explained;
import dev.flotilla.placement.binding.PlacementReconciler;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.explain.WorkloadExplanation.ClusterVerdict;
import dev.flotilla.placement.explain.WorkloadExplanation.Eviction;
import dev.flotilla.placement.explain.WorkloadExplanation.Leaving;
import dev.flotilla.placement.explain.WorkloadExplanation.PassedOver;
import dev.flotilla.placement.explain.WorkloadExplanation.Place;
import dev.flotilla.placement.explain.WorkloadExplanation.PolicyChoice;
import dev.flotilla.placement.policy.PolicyMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Explains one workload of a snapshot. The decision is the running scheduler's, made anew over the snapshot; where the
 * binding holds something else, that is what is shown, and the difference is named.
 */
public final class Explainer {
    private final PlacementReconciler placement = new PlacementReconciler(_ -> {
        throw new IllegalStateException("an explanation begins at a template and needs no catalog of types");
    });
    private final FleetView fleets = new FleetView();

    /** Says what a removal waits for; empty for nothing. */
    @FunctionalInterface
    public interface Holds {
        Optional<String> of(BindingSpec spec, BindingStatus status, Removal removal);
    }

    /** Empty if there is no such object. */
    public Optional<WorkloadExplanation> explain(Snapshot snapshot, ObjectKey key, Holds holds) {
        return snapshot.get(key).map(template -> {
            Optional<StoredObject> binding =
                    snapshot.get(BindingKeys.of(key, template.head().kind()));
            Optional<Explained> explained = placement.explain(snapshot, key);
            return new Draft(template, binding, explained, fleets.at(snapshot)).finish(holds);
        });
    }

    /** What one explanation is drawn from. */
    private record Draft(
            StoredObject template,
            BindingSpec spec,
            BindingStatus status,
            Optional<Explained> explained,
            ClusterSnapshot fleet) {

        Draft(
                StoredObject template,
                Optional<StoredObject> binding,
                Optional<Explained> explained,
                ClusterSnapshot fleet) {
            this(
                    template,
                    binding.map(found -> BindingSpec.of(found.tree())).orElseGet(() -> BindingSpec.of(nothing())),
                    binding.map(found -> BindingStatus.of(found.tree())).orElseGet(() -> BindingStatus.of(nothing())),
                    explained,
                    fleet);
        }

        private static JsonNode nothing() {
            return ObjectJson.mapper().missingNode();
        }

        WorkloadExplanation finish(Holds holds) {
            SortedMap<String, Integer> held = held();
            Map<String, Integer> decided =
                    explained.map(Explained::decision).map(Draft::replicas).orElse(held);
            Optional<Explained> workload =
                    explained.filter(answer -> answer.request().workload());
            return new WorkloadExplanation(
                    template.head().apiVersion(),
                    template.head().kind(),
                    template.key().namespace(),
                    template.key().name(),
                    workload.map(answer -> answer.request().replicas()).orElse(null),
                    places(),
                    explained.flatMap(Explained::claimant).map(Draft::policy).orElse(null),
                    explained.map(RulesInWords::strategy).orElse(""),
                    explained.map(RulesInWords::spread).orElse(""),
                    explained.map(RulesInWords::affinity).orElse(""),
                    status.condition(BindingStatus.SCHEDULED)
                            .map(Condition::message)
                            .orElse(""),
                    held.equals(decided),
                    explained.map(answer -> answer.decision().summary()).orElseGet(this::unexplained),
                    workload.map(answer -> anew(answer, held)).orElse(""),
                    clusters(held, decided),
                    leaving(holds),
                    evictions(),
                    explained.flatMap(Explained::waits).stream().toList(),
                    explained.map(Explained::steps).orElse(DecisionTrace.NONE));
        }

        private String unexplained() {
            return PlacementReconciler.propagates(template.key())
                    ? "No policy selects it"
                            + (held().isEmpty() ? ": it stays in the hub." : "; what runs keeps running.")
                    : "Objects of this kind or name stay in the hub.";
        }

        private SortedMap<String, Integer> held() {
            SortedMap<String, Integer> held = new TreeMap<>();
            spec.clusters().forEach(target -> held.put(target.name(), target.replicas()));
            return held;
        }

        private static SortedMap<String, Integer> replicas(PlacementDecision decision) {
            SortedMap<String, Integer> replicas = new TreeMap<>();
            decision.targets().forEach(target -> replicas.put(target.cluster(), target.replicas()));
            return replicas;
        }

        private static String anew(Explained answer, SortedMap<String, Integer> held) {
            PlacementDecision anew = answer.dealtAnew();
            SortedMap<String, Integer> replicas = replicas(anew);
            return !anew.succeeded() || replicas.equals(held)
                    ? ""
                    : replicas.entrySet().stream()
                            .map(each -> each.getKey() + ":" + each.getValue())
                            .collect(Collectors.joining(" "));
        }

        private List<Place> places() {
            return spec.clusters().stream().map(this::place).toList();
        }

        private Place place(TargetCluster target) {
            Optional<BindingStatus.AggregatedStatusItem> seen = status.of(target.name());
            return new Place(
                    target.name(),
                    target.replicas(),
                    seen.map(BindingStatus.AggregatedStatusItem::health).orElse(null),
                    seen.map(item -> Boolean.TRUE.equals(item.applied())).orElse(false),
                    seen.map(BindingStatus.AggregatedStatusItem::appliedMessage).orElse(""));
        }

        private static PolicyChoice policy(PolicyMatch.Claimant claimant) {
            return new PolicyChoice(
                    claimant.policy().display(),
                    claimant.why(),
                    claimant.passedOver().stream()
                            .map(other -> new PassedOver(other.policy().display(), other.whyNot()))
                            .toList());
        }

        private List<ClusterVerdict> clusters(Map<String, Integer> held, Map<String, Integer> decided) {
            if (explained.isEmpty()) {
                return fleet.clusters().stream()
                        .map(cluster -> Verdicts.withoutPolicy(cluster, held.get(cluster.name())))
                        .toList();
            }
            List<ClusterVerdict> verdicts = new ArrayList<>();
            List<Standing> standings = explained.get().standings();
            Verdicts of = new Verdicts(explained.get(), standings, held, decided);
            for (Standing standing : standings) {
                String region = fleet.cluster(standing.cluster())
                        .map(FleetCluster::region)
                        .orElse("");
                verdicts.add(of.verdict(standing, region));
            }
            return verdicts;
        }

        private List<Leaving> leaving(Holds holds) {
            return spec.removing().stream()
                    .map(removal -> new Leaving(
                            removal.cluster(),
                            removal.why() == null ? "" : RulesInWords.label(removal.why()),
                            removal.since(),
                            holds.of(spec, status, removal).orElse("")))
                    .toList();
        }

        private List<Eviction> evictions() {
            return spec.gracefulEvictionTasks().stream()
                    .map(task ->
                            new Eviction(task.fromCluster(), task.reason(), task.message(), task.creationTimestamp()))
                    .toList();
        }
    }
}
