package dev.flotilla.apiserver.controller;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a CustomResourceDefinition's names can be had, and establishes it if so; when it is deleted, its
 * resources go first. Of two definitions that want the same name the older one has it.
 */
public final class DefinitionController implements Reconciler {
    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";
    private static final int DELETIONS_AT_ONCE_MAX = 200;

    @Override
    public String name() {
        return "crd-establishing";
    }

    /** All types: while a definition is going, its resources' deletions concern it. */
    @Override
    public Set<GroupResource> watches() {
        return Set.of();
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        GroupResource resource = change.key().resource();
        if (resource.equals(SnapshotCatalog.DEFINITIONS)) {
            return keys(snapshot);
        }
        return change.after() == null && !resource.group().isEmpty()
                ? Stream.of(new ObjectKey(SnapshotCatalog.DEFINITIONS, "", resource.qualified()))
                : Stream.empty();
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(SnapshotCatalog.DEFINITIONS).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> found = snapshot.get(key);
        if (found.isEmpty()) {
            return Decision.nothing();
        }
        StoredObject definition = found.get();
        return definition.head().terminating() ? end(snapshot, definition) : establish(snapshot, definition, now);
    }

    private static Decision establish(Snapshot snapshot, StoredObject definition, Instant now) {
        if (!definition.head().finalizers().contains(CLEANUP)) {
            ObjectNode guarded = definition.tree();
            guarded.withObjectProperty("metadata")
                    .withArrayProperty("finalizers")
                    .add(CLEANUP);
            return Decision.of(new Effect.Update(definition, guarded));
        }
        ObjectNode tree = definition.tree();
        ObjectNode before = tree.deepCopy();
        ObjectNode status = tree.withObjectProperty("status");
        Optional<String> conflict = conflict(snapshot, definition, tree);
        if (conflict.isEmpty()) {
            status.set("acceptedNames", tree.path("spec").path("names").deepCopy());
        }
        Conditions.set(status, accepted(conflict), now);
        boolean established = conflict.isEmpty() || established(before);
        Conditions.set(
                status,
                new Conditions.Condition(
                        "Established",
                        established,
                        established ? "InitialNamesAccepted" : "NotAccepted",
                        established ? "the initial names have been accepted" : "not all names are accepted"),
                now);
        storedVersions(tree, status);
        return tree.equals(before) ? Decision.nothing() : Decision.of(new Effect.UpdateStatus(definition, tree));
    }

    private static Conditions.Condition accepted(Optional<String> conflict) {
        return new Conditions.Condition(
                "NamesAccepted",
                conflict.isEmpty(),
                conflict.isEmpty() ? "NoConflicts" : "NameConflict",
                conflict.orElse("no conflicts found"));
    }

    private static boolean established(JsonNode definition) {
        return definition
                .path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(each -> each.path("type").asString("").equals("Established")
                        && each.path("status").asString("").equals("True"));
    }

    private static void storedVersions(ObjectNode tree, ObjectNode status) {
        Set<String> stored = new TreeSet<>();
        ArrayNode versions = status.withArrayProperty("storedVersions");
        versions.forEach(each -> stored.add(each.asString("")));
        for (JsonNode version : tree.path("spec").path("versions")) {
            String name = version.path("name").asString("");
            if (version.path("storage").asBoolean(false) && stored.add(name)) {
                versions.add(name);
            }
        }
    }

    /** Which of its names an older definition of the group has. */
    private static Optional<String> conflict(Snapshot snapshot, StoredObject definition, JsonNode tree) {
        String group = tree.path("spec").path("group").asString("");
        Set<String> wanted = names(tree);
        String kind = tree.path("spec").path("names").path("kind").asString("");
        return snapshot.list(SnapshotCatalog.DEFINITIONS)
                .filter(other -> !other.key().equals(definition.key()))
                .map(StoredObject::tree)
                .filter(other -> other.path("spec").path("group").asString("").equals(group))
                .filter(other -> older(other, tree))
                .flatMap(other -> taken(other, wanted, kind))
                .findFirst();
    }

    private static Stream<String> taken(JsonNode other, Set<String> wanted, String kind) {
        String owner = other.path("metadata").path("name").asString("");
        Stream<String> resources = names(other).stream()
                .filter(wanted::contains)
                .map(name -> "\"" + name + "\" is already in use by " + owner);
        boolean sameKind =
                other.path("spec").path("names").path("kind").asString("").equals(kind);
        return sameKind
                ? Stream.concat(resources, Stream.of("\"" + kind + "\" is already in use by " + owner))
                : resources;
    }

    private static boolean older(JsonNode other, JsonNode tree) {
        String theirs = other.path("metadata").path("creationTimestamp").asString("")
                + other.path("metadata").path("name").asString("");
        String ours = tree.path("metadata").path("creationTimestamp").asString("")
                + tree.path("metadata").path("name").asString("");
        return theirs.compareTo(ours) < 0;
    }

    private static Set<String> names(JsonNode definition) {
        JsonNode names = definition.path("spec").path("names");
        Set<String> all = new TreeSet<>();
        all.add(names.path("plural").asString(""));
        all.add(names.path("singular").asString(""));
        names.path("shortNames").forEach(each -> all.add(each.asString("")));
        all.remove("");
        return all;
    }

    private static Decision end(Snapshot snapshot, StoredObject definition) {
        ObjectNode tree = definition.tree();
        JsonNode spec = tree.path("spec");
        GroupResource resource = new GroupResource(
                spec.path("group").asString(""),
                spec.path("names").path("plural").asString(""));
        List<StoredObject> left = snapshot.list(resource).toList();
        if (left.isEmpty()) {
            ArrayNode finalizers = tree.withObjectProperty("metadata").putArray("finalizers");
            definition.head().finalizers().stream()
                    .filter(each -> !each.equals(CLEANUP))
                    .forEach(finalizers::add);
            return definition.head().finalizers().contains(CLEANUP)
                    ? Decision.of(new Effect.Update(definition, tree))
                    : Decision.nothing();
        }
        List<Effect> effects = new ArrayList<>();
        left.stream()
                .filter(object -> !object.head().terminating())
                .limit(DELETIONS_AT_ONCE_MAX)
                .forEach(object -> effects.add(new Effect.Delete(object)));
        return Decision.of(effects);
    }
}
