package dev.flotilla.simulator.controller;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Names;
import dev.flotilla.simulator.object.Ownership;
import dev.flotilla.simulator.object.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ReplicaSets of one Deployment, and the effects that make, adopt and resize them.
 *
 * @param hash of the Deployment's template as it is now
 * @param current the one whose template that is, if there is one
 */
record ReplicaSets(
        StoredObject owner,
        ObjectNode deployment,
        RolloutBudget budget,
        String hash,
        Optional<Revision> current,
        List<Revision> old,
        List<StoredObject> orphans) {
    private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    private static final String MAX = "deployment.kubernetes.io/max-replicas";
    private static final Set<String> NOT_HANDED_DOWN =
            Set.of("kubectl.kubernetes.io/last-applied-configuration", Revision.NUMBER, DESIRED, MAX);

    static ReplicaSets of(Snapshot snapshot, StoredObject owner, ObjectNode deployment) {
        String hash = Names.hash(deployment.path("spec").path("template"));
        List<Revision> old = new ArrayList<>();
        List<StoredObject> orphans = new ArrayList<>();
        Selector selector = Selector.of(deployment.path("spec").path("selector"));
        Optional<Revision> current = Optional.empty();
        for (StoredObject each :
                Ownership.named(snapshot, owner.key(), Kind.REPLICA_SET).toList()) {
            if (Ownership.controls(owner, each)) {
                Revision revision = Revision.of(each);
                if (revision.hash().equals(hash) && !each.head().terminating()) {
                    current = Optional.of(revision);
                } else {
                    old.add(revision);
                }
            } else if (adoptable(each, selector)) {
                orphans.add(each);
            }
        }
        RolloutBudget budget = RolloutBudget.of(deployment.path("spec"));
        return new ReplicaSets(owner, deployment, budget, hash, current, List.copyOf(old), List.copyOf(orphans));
    }

    private static boolean adoptable(StoredObject replicaSet, Selector selector) {
        return Ownership.controller(replicaSet).isEmpty()
                && !replicaSet.head().terminating()
                && replicaSet.head().labels().containsKey(Revision.HASH_LABEL)
                && selector.matches(replicaSet.head().labels());
    }

    List<Revision> all() {
        List<Revision> all = new ArrayList<>(old);
        current.ifPresent(all::add);
        return all;
    }

    /** The revision that the current template bears, or will bear. */
    long nextNumber() {
        long newestOld = old.stream().mapToLong(Revision::number).max().orElse(0);
        return Math.max(newestOld + 1, current.map(Revision::number).orElse(0L));
    }

    List<Effect> adoptions() {
        return orphans.stream()
                .<Effect>map(each -> {
                    ObjectNode adopted = each.tree();
                    Ownership.control(adopted, owner);
                    return new Effect.Update(each, adopted);
                })
                .toList();
    }

    Effect.Create creation() {
        ObjectKey key =
                Kind.REPLICA_SET.key(owner.key().namespace(), owner.key().name() + "-" + hash);
        ObjectNode created = Ownership.begin(ObjectJson.mapper().createObjectNode(), Kind.REPLICA_SET, key);
        JsonNode template = deployment.path("spec").path("template");
        ObjectNode labels = created.withObjectProperty("metadata").putObject("labels");
        template.path("metadata")
                .path("labels")
                .properties()
                .forEach(each -> labels.set(each.getKey(), each.getValue()));
        labels.put(Revision.HASH_LABEL, hash);
        Ownership.control(created, owner);
        ObjectNode spec = created.putObject("spec");
        spec.put("replicas", firstSize());
        copy(deployment.path("spec"), "minReadySeconds", spec);
        spec.set("selector", deployment.path("spec").path("selector").deepCopy());
        spec.withObjectProperty("selector").withObjectProperty("matchLabels").put(Revision.HASH_LABEL, hash);
        spec.set("template", template.deepCopy());
        spec.withObjectProperty("template")
                .withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put(Revision.HASH_LABEL, hash);
        annotate(created);
        return new Effect.Create(key, created);
    }

    private int firstSize() {
        if (budget.recreate() && !old.stream().allMatch(Revision::idle)) {
            return 0;
        }
        int others = old.stream().mapToInt(Revision::wanted).sum();
        return Math.clamp(budget.podsMax() - others, 0, budget.desired());
    }

    private static void copy(JsonNode from, String field, ObjectNode to) {
        if (from.has(field)) {
            to.set(field, from.path(field).deepCopy());
        }
    }

    private void annotate(ObjectNode replicaSet) {
        ObjectNode annotations = replicaSet.withObjectProperty("metadata").withObjectProperty("annotations");
        deployment.path("metadata").path("annotations").properties().stream()
                .filter(each -> !NOT_HANDED_DOWN.contains(each.getKey()))
                .forEach(each -> annotations.set(each.getKey(), each.getValue()));
        annotations.put(DESIRED, Integer.toString(budget.desired()));
        annotations.put(MAX, Integer.toString(budget.podsMax()));
        annotations.put(Revision.NUMBER, Long.toString(nextNumber()));
    }

    /** Gives ReplicaSets their new sizes, and the current one the annotations that it should bear. */
    List<Effect> resizes(Map<Revision, Integer> sizes) {
        List<Effect> effects = new ArrayList<>();
        for (Revision each : all()) {
            ObjectNode wanted = each.tree().deepCopy();
            wanted.withObjectProperty("spec").put("replicas", sizes.getOrDefault(each, each.wanted()));
            boolean isCurrent = current.filter(each::equals).isPresent();
            if (isCurrent) {
                annotate(wanted);
                copy(deployment.path("spec"), "minReadySeconds", wanted.withObjectProperty("spec"));
            }
            if (!wanted.equals(each.tree())) {
                effects.add(new Effect.Update(each.stored(), wanted));
            }
        }
        return effects;
    }

    /** A paused Deployment begins nothing new, but a single ReplicaSet still follows its size. */
    Map<Revision, Integer> scaledWhilePaused() {
        List<Revision> active = all().stream().filter(each -> each.wanted() > 0).toList();
        List<Revision> scaled = active.isEmpty() ? current.stream().toList() : active;
        return scaled.size() == 1 && scaled.getFirst().wanted() != budget.desired()
                ? Map.of(scaled.getFirst(), budget.desired())
                : Map.of();
    }
}
