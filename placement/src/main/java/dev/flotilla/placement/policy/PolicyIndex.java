package dev.flotilla.placement.policy;

import dev.flotilla.api.policy.ResourceSelector;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.placement.Derived;
import dev.flotilla.placement.defaults.PlacementDefaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the policies that may select a template without looking at the others: by namespace and kind, those that select
 * by name under that name. Immutable.
 */
public final class PolicyIndex {
    private final Map<Scope, Bucket> buckets = new HashMap<>();
    private final Map<String, Policy> byId = new HashMap<>();
    private final Map<ObjectKey, Policy> byKey = new HashMap<>();

    /** @param namespace of the policies; empty for those of the cluster */
    private record Scope(String namespace, String apiVersion, String kind) {}

    private record Bucket(Map<String, List<Policy>> named, List<Policy> wide) {
        Bucket() {
            this(new HashMap<>(), new ArrayList<>());
        }
    }

    /** Gives the index of each snapshot, and the same one as long as no policy changes. Safe to share. */
    public static final class Source {
        private volatile Reading reading = new Reading(PlacementDefaults.NONE);
        private volatile Built last = new Built(new TreeMap<>(), new TreeMap<>(), new PolicyIndex(List.of()));

        private record Reading(PlacementDefaults defaults, Derived<Policy> policies, Derived<Policy> clusterPolicies) {
            Reading(PlacementDefaults defaults) {
                this(
                        defaults,
                        new Derived<>(Policy.POLICIES, policy -> Policy.of(policy, defaults)),
                        new Derived<>(Policy.CLUSTER_POLICIES, policy -> Policy.of(policy, defaults)));
            }
        }

        private record Built(
                SortedMap<ObjectKey, Policy> policies,
                SortedMap<ObjectKey, Policy> clusterPolicies,
                PolicyIndex index) {}

        @SuppressWarnings("ReferenceEquality") // the very same maps, as Derived promises
        public PolicyIndex at(Snapshot snapshot) {
            Reading read = reading(PlacementDefaults.at(snapshot).withoutExtenders());
            SortedMap<ObjectKey, Policy> namespaced = read.policies.at(snapshot);
            SortedMap<ObjectKey, Policy> wide = read.clusterPolicies.at(snapshot);
            Built known = last;
            if (known.policies == namespaced && known.clusterPolicies == wide) {
                return known.index;
            }
            PolicyIndex index = new PolicyIndex(Stream.concat(namespaced.values().stream(), wide.values().stream())
                    .toList());
            last = new Built(namespaced, wide, index);
            return index;
        }

        private Reading reading(PlacementDefaults defaults) {
            Reading known = reading;
            if (!known.defaults.equals(defaults)) {
                known = new Reading(defaults);
                reading = known;
            }
            return known;
        }
    }

    PolicyIndex(List<Policy> policies) {
        for (Policy policy : policies) {
            byId.put(policy.permanentId(), policy);
            byKey.put(policy.key(), policy);
            for (ResourceSelector selector : policy.spec().resourceSelectors()) {
                add(policy, selector);
            }
        }
    }

    private void add(Policy policy, ResourceSelector selector) {
        Scope scope = new Scope(policy.key().namespace(), selector.apiVersion(), selector.kind());
        Bucket bucket = buckets.computeIfAbsent(scope, _ -> new Bucket());
        List<Policy> into = selector.name().isEmpty()
                ? bucket.wide()
                : bucket.named().computeIfAbsent(selector.name(), _ -> new ArrayList<>());
        if (into.isEmpty() || !into.getLast().equals(policy)) {
            into.add(policy);
        }
    }

    public Stream<Policy> all() {
        return byKey.values().stream();
    }

    Optional<Policy> byId(String permanentId) {
        return Optional.ofNullable(byId.get(permanentId));
    }

    public Optional<Policy> byKey(ObjectKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** PropagationPolicies of the template's namespace that select it. */
    Stream<Policy> policiesFor(Template template) {
        String namespace = template.key().namespace();
        return namespace.isEmpty() ? Stream.empty() : selecting(namespace, template);
    }

    /** ClusterPropagationPolicies that select it. */
    Stream<Policy> clusterPoliciesFor(Template template) {
        return selecting("", template);
    }

    private Stream<Policy> selecting(String namespace, Template template) {
        Bucket bucket = buckets.get(new Scope(namespace, template.apiVersion(), template.kind()));
        if (bucket == null) {
            return Stream.empty();
        }
        List<Policy> named = bucket.named().getOrDefault(template.key().name(), List.of());
        return Stream.concat(named.stream(), bucket.wide().stream())
                .filter(policy -> policy.matches(template))
                .distinct();
    }
}
