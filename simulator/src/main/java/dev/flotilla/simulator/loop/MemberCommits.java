package dev.flotilla.simulator.loop;

import dev.flotilla.api.lifecycle.DeleteOptions;
import dev.flotilla.api.lifecycle.Deletion;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.simulator.object.Condition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what a member's own controllers want into one commit. Their objects come from templates that the API server has
 * defaulted and checked, so nothing is decoded, checked or recorded in managedFields again: a simulated fleet has to
 * leave the machine to the hub. What a server keeps (uid, creationTimestamp, generation, deletion, versions that must
 * not have changed) is kept all the same. Pure.
 */
public final class MemberCommits {
    private final ObjectLifecycle lifecycle;
    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;

    public MemberCommits(ObjectLifecycle lifecycle, Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        this.lifecycle = lifecycle;
        this.catalogs = catalogs;
    }

    /**
     * The commit for a decision's effects.
     *
     * @param context its uid seeds those of all the objects that are created
     * @return empty if nothing would change
     */
    Optional<Commit> commit(Snapshot snapshot, List<Effect> effects, WriteContext context) {
        Plan plan = new Plan(catalogs.apply(snapshot), context);
        effects.forEach(plan::add);
        return plan.writes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Commit(
                        List.copyOf(plan.writes.values()),
                        plan.preconditions,
                        Commit.Origin.CONTROLLER,
                        context.fieldManager()));
    }

    private final class Plan {
        private final ResourceCatalog catalog;
        private final WriteContext context;
        private final Map<ObjectKey, Write> writes = new LinkedHashMap<>();
        private final List<Precondition> preconditions = new ArrayList<>();

        Plan(ResourceCatalog catalog, WriteContext context) {
            this.catalog = catalog;
            this.context = context;
        }

        void add(Effect effect) {
            switch (effect) {
                case Effect.Create(ObjectKey key, ObjectNode object) -> create(key, object);
                case Effect.Update(StoredObject base, ObjectNode object) -> update(base, object, true);
                case Effect.UpdateStatus(StoredObject base, ObjectNode object) -> update(base, object, false);
                case Effect.Replace(StoredObject base, ObjectNode object) -> update(base, object, true);
                case Effect.Delete(StoredObject base, DeleteOptions options) -> delete(base, options);
                case Effect.Require(Precondition precondition) -> preconditions.add(precondition);
            }
        }

        private void create(ObjectKey key, ObjectNode object) {
            String seed = context.uid() + "/" + key.path();
            UUID uid = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
            ObjectNode created = object.deepCopy();
            ObjectNode metadata = created.withObjectProperty("metadata");
            metadata.put("uid", uid.toString());
            metadata.put("creationTimestamp", Condition.timestamp(context.now()));
            if (type(key, object.path("apiVersion").asString("")).hasGeneration()) {
                metadata.put("generation", 1);
            }
            tidy(created);
            writes.put(key, new Write.Put(key, ObjectJson.encode(created)));
            preconditions.add(new Precondition.Absent(key));
        }

        private void update(StoredObject base, ObjectNode object, boolean intent) {
            ObjectNode before = base.tree();
            if (object.equals(before)) {
                return;
            }
            ObjectNode after = object.deepCopy();
            tidy(after);
            boolean bumps = intent && type(base).hasGeneration() && !same(before, after, "spec");
            if (bumps) {
                after.withObjectProperty("metadata")
                        .put("generation", base.head().generation() + 1);
            }
            boolean released = after.path("metadata").path("finalizers").isEmpty()
                    && after.path("spec").path("finalizers").isEmpty()
                    && after.path("metadata").path("deletionGracePeriodSeconds").asLong(0) == 0;
            write(
                    base,
                    base.head().terminating() && released
                            ? new Write.Delete(base.key())
                            : new Write.Put(base.key(), ObjectJson.encode(after)));
        }

        /** No server keeps what is empty. */
        private static void tidy(ObjectNode object) {
            ObjectNode metadata = object.withObjectProperty("metadata");
            for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
                if (metadata.path(field).isEmpty()) {
                    metadata.remove(field);
                }
            }
        }

        private static boolean same(JsonNode before, JsonNode after, String field) {
            return before.path(field).equals(after.path(field));
        }

        private void delete(StoredObject base, DeleteOptions options) {
            switch (lifecycle.delete(type(base), base.tree(), options, context)) {
                case Deletion.Removed _ -> write(base, new Write.Delete(base.key()));
                case Deletion.Marked marked ->
                    write(base, new Write.Put(base.key(), ObjectJson.encode(marked.object())));
                case Deletion.Unchanged _ -> {
                    // It is going already.
                }
            }
        }

        private void write(StoredObject base, Write write) {
            writes.put(base.key(), write);
            preconditions.add(new Precondition.AtVersion(base.key(), base.resourceVersion()));
        }

        private ResourceType type(StoredObject base) {
            return type(base.key(), base.head().apiVersion());
        }

        private ResourceType type(ObjectKey key, String apiVersion) {
            String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
            return catalog.find(key.resource().group(), version, key.resource().resource())
                    .or(() -> catalog.preferred(key.resource())
                            .filter(type -> !type.builtIn())
                            .map(type -> type.inVersion(version)))
                    .orElseThrow(() -> new IllegalArgumentException("no resource " + key.resource() + " in version '"
                            + version + "' is known; a controller wants to write " + key));
        }
    }
}
