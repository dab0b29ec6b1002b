package dev.flotilla.placement.binding;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectHead;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.placement.Derived;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.cluster.ClusterReader;
import dev.flotilla.placement.cluster.FleetView;
import dev.flotilla.placement.policy.Policy;
import dev.flotilla.placement.policy.PolicyIndex;
import dev.flotilla.placement.policy.Template;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the templates that a change makes worth deciding about again, and leaves alone those it cannot matter to. */
final class Concerns {
    private static final String POLICY_GROUP = "policy.karmada.io";

    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;
    private final PolicyIndex.Source policies;
    private final Derived<Interest> interests = new Derived<>(BindingKinds.RESOURCE_BINDING, Interest::of);
    private final Derived<Interest> clusterInterests =
            new Derived<>(BindingKinds.CLUSTER_RESOURCE_BINDING, Interest::of);

    Concerns(Function<Snapshot, ? extends ResourceCatalog> catalogs, PolicyIndex.Source policies) {
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

    private Stream<ObjectKey> ofBinding(Snapshot snapshot, Change change) {
        StoredObject bound = Optional.ofNullable(change.after()).orElse(change.before());
        return bound == null || sameIntent(change.before(), change.after())
                ? Stream.empty()
                : BindingKeys.template(catalogs.apply(snapshot), bound).stream();
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

    private Stream<ObjectKey> ofCluster(Snapshot snapshot, Change change) {
        Optional<FleetCluster> before = Optional.ofNullable(change.before()).map(ClusterReader::read);
        Optional<FleetCluster> after = Optional.ofNullable(change.after()).map(ClusterReader::read);
        if (before.equals(after)) {
            return Stream.empty();
        }
        boolean capacityAlone =
                Objects.equals(before.map(FleetCluster::unmeasured), after.map(FleetCluster::unmeasured));
        ResourceCatalog catalog = catalogs.apply(snapshot);
        return Stream.of(interests, clusterInterests)
                .flatMap(derived -> derived.at(snapshot).values().stream())
                .filter(interest -> capacityAlone
                        ? interest.wantsRoom()
                        : interest.concernedBy(before) || interest.concernedBy(after))
                .flatMap(interest -> BindingKeys.template(catalog, interest.binding()).stream());
    }
}
