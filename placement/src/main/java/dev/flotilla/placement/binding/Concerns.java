package dev.flotilla.placement.binding;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.cluster.ClusterReader;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.defaults.PlacementDefaults;
import dev.flotilla.placement.peers.PeerIndex;
import dev.flotilla.placement.policy.Policy;
import dev.flotilla.placement.policy.PolicyIndex;
import dev.flotilla.placement.policy.Template;
import dev.flotilla.placement.quota.QuotaLedger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds the templates that a change makes worth deciding about again, and leaves alone those it cannot matter to. */
final class Concerns {
    private static final String POLICY_GROUP = "policy.karmada.io";
    private static final List<String> UNPLACED = Stream.of(PlacementDecision.Outcome.values())
            .filter(outcome -> outcome != PlacementDecision.Outcome.SUCCESS)
            .map(outcome -> "\"" + outcome.label() + "\"")
            .toList();

    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;
    private final PolicyIndex.Source policies;
    private final PeerIndex peers;
    private final InterestIndex index = new InterestIndex();
    private final Map<ObjectKey, Long> decided = new ConcurrentHashMap<>();
    private final AtomicLong lastClusterChange = new AtomicLong();
    private final AtomicLong lastMeasure = new AtomicLong();

    Concerns(Function<Snapshot, ? extends ResourceCatalog> catalogs, PolicyIndex.Source policies, PeerIndex peers) {
        this.peers = peers;
        this.catalogs = catalogs;
        this.policies = policies;
    }

    Stream<ObjectKey> of(Snapshot snapshot, Change change) {
        ObjectKey key = change.key();
        if (key.resource().equals(FleetView.CLUSTERS)) {
            return ofCluster(snapshot, change);
        }
        if (BindingKeys.isBinding(key)) {
            return ofBinding(snapshot, change);
        }
        if (key.resource().equals(Policy.POLICIES) || key.resource().equals(Policy.CLUSTER_POLICIES)) {
            return ofPolicy(snapshot, change);
        }
        if (key.resource().equals(Priority.CLASSES)) {
            return Stream.concat(templatesWaitingFor(snapshot, key), ofTemplate(change));
        }
        if (key.resource().equals(QuotaLedger.QUOTAS)) {
            return ofQuota(snapshot, change);
        }
        if (key.equals(PlacementDefaults.KEY)) {
            return policies.at(snapshot)
                    .all()
                    .flatMap(policy -> templatesOf(snapshot, policy))
                    .distinct();
        }
        if (key.resource().group().equals(POLICY_GROUP)) {
            return change.before() != null && change.after() != null
                    ? Stream.empty()
                    : templatesWaitingFor(snapshot, key);
        }
        return ofTemplate(change);
    }

    /** Nothing but intent counts: a status or a managed field written makes no template worth a look. */
    private static Stream<ObjectKey> ofTemplate(Change change) {
        return !TemplateScope.covers(change.key()) || sameIntent(change.before(), change.after())
                ? Stream.empty()
                : Stream.of(change.key());
    }

    private static boolean sameIntent(@Nullable StoredObject before, @Nullable StoredObject after) {
        if (before == null || after == null) {
            return false;
        }
        ObjectHead was = before.head();
        ObjectHead is = after.head();
        return is.generation() > 0
                && was.generation() == is.generation()
                && was.uid().equals(is.uid())
                && was.terminating() == is.terminating()
                && was.labels().equals(is.labels());
    }

    /** A start from nothing: every binding is looked at then, and known from there on. */
    void begin(Snapshot snapshot) {
        synchronized (index) {
            index.prime(snapshot);
        }
    }

    private Stream<ObjectKey> ofBinding(Snapshot snapshot, Change change) {
        synchronized (index) {
            index.tell(change.key(), change.after());
        }
        StoredObject bound = Optional.ofNullable(change.after()).orElse(change.before());
        boolean nothingNew =
                (sameIntent(change.before(), change.after()) && !lostItsPlace(change) && !Advised.anew(change))
                        || merelyGone(change);
        if (bound == null || nothingNew) {
            return Stream.empty();
        }
        Stream<ObjectKey> itself = BindingKeys.template(catalogs.apply(snapshot), bound).stream()
                .filter(template -> !knownDecision(change, template));
        return Stream.concat(itself, waitingPeers(snapshot, bound));
    }

    /** Those of its affinity groups that lack a place: where it is now, or is no more, they may find one. */
    private Stream<ObjectKey> waitingPeers(Snapshot snapshot, StoredObject bound) {
        return peers.peers(snapshot, bound).stream()
                .filter(peer -> !peer.equals(bound.key()))
                .flatMap(peer -> snapshot.get(peer).stream())
                .filter(peer -> saysUnplaced(peer) && Interest.unplaced(peer.tree()))
                .flatMap(peer -> BindingKeys.template(catalogs.apply(snapshot), peer).stream());
    }

    /** Remembers that a decision about a template, made from a state, is about to be written. */
    void decided(ObjectKey template, long resourceVersion) {
        decided.put(template, resourceVersion);
    }

    /**
     * Whether a binding's change is no more than the decision that this process wrote, so that making it once more
     * would give the same. One that was made before a cluster last changed is made once more: the change may have
     * passed it by; that of what a cluster has left, which they all tell all the time, only what found no place. What
     * is remembered saves work and nothing else.
     */
    private boolean knownDecision(Change change, ObjectKey template) {
        Long from = decided.remove(template);
        return from != null
                && from >= lastClusterChange.get()
                && change.after() != null
                && !change.after().head().terminating()
                && (from >= lastMeasure.get() || !saysUnplaced(change.after()))
                && saysDecided(change.after());
    }

    /**
     * Whether nothing changed of a decided binding but that copies which were to go are gone: whoever writes that says
     * in the same breath that it stays decided.
     */
    private static boolean merelyGone(Change change) {
        return change.before() != null
                && change.after() != null
                && !change.after().head().terminating()
                && change.before().head().generation() != change.after().head().generation()
                && saysDecided(change.before())
                && saysDecided(change.after())
                && sameButForRemovals(change.before().tree(), change.after().tree());
    }

    private static boolean sameButForRemovals(ObjectNode before, ObjectNode after) {
        ObjectNode was = before.withObject("/spec");
        ObjectNode is = after.withObject("/spec");
        was.remove("removing");
        is.remove("removing");
        return was.equals(is);
    }

    /** Without parsing it: a text that says so. */
    private static boolean saysDecided(StoredObject binding) {
        String json = new String(binding.storedJson(), StandardCharsets.ISO_8859_1);
        String field = "\"schedulerObservedGeneration\":" + binding.head().generation();
        int at = json.indexOf(field);
        return at >= 0 && !Character.isDigit(json.charAt(at + field.length()));
    }

    /** Clusters may have changed since the decision was made that found no place: they are asked once more. */
    private static boolean lostItsPlace(Change change) {
        return change.before() != null
                && change.after() != null
                && saysUnplaced(change.after())
                && !saysUnplaced(change.before())
                && Interest.unplaced(change.after().tree());
    }

    /** Without parsing it, since statuses change all the time: a text that may mean it. */
    private static boolean saysUnplaced(StoredObject binding) {
        String json = new String(binding.storedJson(), StandardCharsets.ISO_8859_1);
        return UNPLACED.stream().anyMatch(json::contains);
    }

    private Stream<ObjectKey> ofPolicy(Snapshot snapshot, Change change) {
        if (sameIntent(change.before(), change.after())) {
            return Stream.empty();
        }
        return Stream.of(Optional.ofNullable(change.before()), Optional.ofNullable(change.after()))
                .flatMap(Optional::stream)
                .map(Policy::of)
                .flatMap(policy -> templatesOf(snapshot, policy))
                .distinct();
    }

    /** Templates that the policy selects or has claimed, among those of the kinds it names. */
    private Stream<ObjectKey> templatesOf(Snapshot snapshot, Policy policy) {
        ResourceCatalog catalog = catalogs.apply(snapshot);
        return policy.kinds()
                .flatMap(kind -> catalog.forKind(kind.apiVersion(), kind.kind()).stream())
                .map(ResourceType::resource)
                .distinct()
                .flatMap(resource -> policy.key().namespace().isEmpty()
                        ? snapshot.list(resource)
                        : snapshot.list(resource, policy.key().namespace()))
                .filter(object -> policy.concerns(Template.of(object)))
                .map(StoredObject::key)
                .filter(TemplateScope::covers);
    }

    private Stream<ObjectKey> templatesWaitingFor(Snapshot snapshot, ObjectKey key) {
        return policies.at(snapshot)
                .all()
                .filter(policy -> policy.waitsFor(key))
                .flatMap(policy -> templatesOf(snapshot, policy));
    }

    /** What lacks a place in the quota's namespace, since it may lack it for the quota. */
    private Stream<ObjectKey> ofQuota(Snapshot snapshot, Change change) {
        if (!QuotaLedger.loosened(change)) {
            return Stream.empty();
        }
        String namespace = change.key().namespace();
        return concerned(
                snapshot,
                group -> group.unplaced().stream()
                        .filter(binding -> binding.namespace().equals(namespace)));
    }

    private Stream<ObjectKey> ofCluster(Snapshot snapshot, Change change) {
        Optional<FleetCluster> before = Optional.ofNullable(change.before()).map(ClusterReader::read);
        Optional<FleetCluster> after = Optional.ofNullable(change.after()).map(ClusterReader::read);
        if (before.equals(after)) {
            return Stream.empty();
        }
        ClusterChange told = new ClusterChange(change.key().name(), before, after);
        (told.measuredAlone() ? lastMeasure : lastClusterChange).accumulateAndGet(change.resourceVersion(), Math::max);
        return concerned(snapshot, told::concerned);
    }

    private Stream<ObjectKey> concerned(Snapshot snapshot, Function<InterestIndex.Group, Stream<ObjectKey>> ofGroup) {
        ResourceCatalog catalog = catalogs.apply(snapshot);
        synchronized (index) {
            Set<ObjectKey> bindings = new LinkedHashSet<>();
            index.eachGroup(snapshot, group -> ofGroup.apply(group).forEach(bindings::add));
            return bindings.stream()
                    .flatMap(key -> BindingKeys.template(catalog, index.binding(key)).stream())
                    .toList()
                    .stream();
        }
    }
}
