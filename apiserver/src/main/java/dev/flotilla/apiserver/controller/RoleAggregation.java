package dev.flotilla.apiserver.controller;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.selector.LabelSelector;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.rbac.PolicyRule;
import dev.flotilla.apiserver.rbac.RbacTypes;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives each ClusterRole with an aggregationRule the rules of the roles that it selects, and no others. */
public final class RoleAggregation implements Reconciler {
    private record Role(Optional<List<LabelSelector>> gathers, List<PolicyRule> rules) {
        static Role of(StoredObject stored) {
            JsonNode tree = stored.tree();
            JsonNode aggregation = tree.path("aggregationRule");
            List<LabelSelector> selectors = aggregation
                    .path("clusterRoleSelectors")
                    .valueStream()
                    .map(selector -> RecordJson.read(selector, LabelSelector.class))
                    .toList();
            return new Role(
                    aggregation.isObject() ? Optional.of(selectors) : Optional.empty(), PolicyRule.listOf(tree));
        }
    }

    private final Memo<Role> roles = new Memo<>(Role::of);

    @Override
    public String name() {
        return "clusterrole-aggregation-controller";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(RbacTypes.CLUSTER_ROLES);
    }

    /** Every one that gathers: which roles it selects is not known from the change alone. */
    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return keys(snapshot);
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(RbacTypes.CLUSTER_ROLES)
                .filter(stored -> roles.of(stored).gathers().isPresent())
                .map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        return snapshot.get(key)
                .flatMap(stored -> roles.of(stored).gathers().map(selectors -> gather(snapshot, stored, selectors)))
                .orElseGet(Decision::nothing);
    }

    private Decision gather(Snapshot snapshot, StoredObject stored, List<LabelSelector> selectors) {
        Set<PolicyRule> gathered = new LinkedHashSet<>();
        for (LabelSelector selector : selectors) {
            snapshot.list(RbacTypes.CLUSTER_ROLES)
                    .filter(other -> !other.key().equals(stored.key()))
                    .filter(other -> selector.matches(other.head().labels()))
                    .forEach(other -> gathered.addAll(roles.of(other).rules()));
        }
        if (List.copyOf(gathered).equals(roles.of(stored).rules())) {
            return Decision.nothing();
        }
        ObjectNode role = stored.tree();
        ArrayNode rules = role.putArray("rules");
        gathered.forEach(rule -> rules.add(rule.toJson()));
        return Decision.of(new Effect.Update(stored, role));
    }
}
