package dev.flotilla.apiserver.controller;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends a namespace that is being deleted: its content goes first, then its finalizer. While finalizers hold content
 * back, the namespace's status says so.
 */
public final class NamespaceController implements Reconciler {
    static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final String FINALIZER = "kubernetes";
    private static final int DELETIONS_AT_ONCE_MAX = 200;

    @Override
    public String name() {
        return "namespace";
    }

    /** All types: what lies in a namespace that is going concerns it. */
    @Override
    public Set<GroupResource> watches() {
        return Set.of();
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        if (change.key().resource().equals(NAMESPACES)) {
            return Stream.of(change.key());
        }
        if (change.key().namespace().isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(new ObjectKey(NAMESPACES, "", change.key().namespace()))
                .filter(key -> snapshot.get(key)
                        .map(namespace -> namespace.head().terminating())
                        .orElse(false));
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(NAMESPACES)
                .filter(namespace -> namespace.head().terminating())
                .map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> found =
                snapshot.get(key).filter(namespace -> namespace.head().terminating());
        if (found.isEmpty()) {
            return Decision.nothing();
        }
        List<StoredObject> content = snapshot.resources().stream()
                .flatMap(resource -> snapshot.list(resource, key.name()))
                .filter(object -> !object.key().namespace().isEmpty())
                .toList();
        return content.isEmpty() ? release(found.get()) : empty(found.get(), content, now);
    }

    private static Decision release(StoredObject namespace) {
        ObjectNode tree = namespace.tree();
        ArrayNode left = tree.withObjectProperty("spec").arrayNode();
        tree.path("spec").path("finalizers").forEach(each -> {
            if (!each.asString("").equals(FINALIZER)) {
                left.add(each);
            }
        });
        if (left.size() == tree.path("spec").path("finalizers").size()) {
            return Decision.nothing();
        }
        tree.withObjectProperty("spec").set("finalizers", left);
        return Decision.of(new Effect.Replace(namespace, tree));
    }

    private static Decision empty(StoredObject namespace, List<StoredObject> content, Instant now) {
        List<Effect> effects = new ArrayList<>();
        content.stream()
                .filter(object -> !object.head().terminating())
                .limit(DELETIONS_AT_ONCE_MAX)
                .forEach(object -> effects.add(new Effect.Delete(object)));
        if (effects.isEmpty()) {
            report(namespace, content, now).ifPresent(effects::add);
        }
        return Decision.of(effects);
    }

    private static Optional<Effect> report(StoredObject namespace, List<StoredObject> content, Instant now) {
        ObjectNode tree = namespace.tree();
        ObjectNode before = tree.deepCopy();
        StoredObject first = content.getFirst();
        String message = "Some resources are remaining: " + content.size() + ", the first of them "
                + first.key().resource().qualified() + " \"" + first.key().name() + "\" with finalizers "
                + first.head().finalizers();
        Conditions.set(
                tree.withObjectProperty("status"),
                new Conditions.Condition("NamespaceContentRemaining", true, "SomeResourcesRemain", message),
                now);
        return tree.equals(before) ? Optional.empty() : Optional.of(new Effect.UpdateStatus(namespace, tree));
    }
}
