package dev.flotilla.api.lifecycle;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what a reconciler wants into one commit, by the rules that a client's writes follow. Pure. Several effects on
 * one object are taken in their order and written once; every object that is written must still be at the version the
 * effect was decided from.
 */
public final class EffectCommits {
    private final ObjectLifecycle lifecycle;
    private final Function<Snapshot, ? extends ResourceCatalog> catalogs;

    /** @param catalogs the types known at a snapshot */
    public EffectCommits(ObjectLifecycle lifecycle, Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        this.lifecycle = lifecycle;
        this.catalogs = catalogs;
    }

    /**
     * The commit for a decision's effects.
     *
     * @param context its uid seeds those of all the objects that are created
     * @return empty if nothing would change
     * @throws dev.flotilla.api.status.StatusException if an effect breaks a rule of its kind
     * @throws IllegalArgumentException if an object's kind is unknown
     */
    public Optional<Commit> commit(Snapshot snapshot, List<Effect> effects, WriteContext context) {
        Plan plan = new Plan(catalogs.apply(snapshot), context);
        effects.forEach(plan::add);
        return plan.writes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Commit(
                        plan.writes(), plan.preconditions, Commit.Origin.CONTROLLER, context.fieldManager()));
    }

    private final class Plan {
        private final ResourceCatalog catalog;
        private final WriteContext context;
        /** What is to be there afterwards; empty for what is to go. */
        private final Map<ObjectKey, Optional<ObjectNode>> writes = new LinkedHashMap<>();

        private final List<Precondition> preconditions = new ArrayList<>();

        /** What was parsed; nobody changes these trees. */
        private final Map<ObjectKey, ObjectNode> read = new HashMap<>();

        Plan(ResourceCatalog catalog, WriteContext context) {
            this.catalog = catalog;
            this.context = context;
        }

        List<Write> writes() {
            return writes.entrySet().stream()
                    .map(each -> each.getValue()
                            .<Write>map(object -> new Write.Put(each.getKey(), ObjectJson.encode(object)))
                            .orElseGet(() -> new Write.Delete(each.getKey())))
                    .toList();
        }

        void add(Effect effect) {
            switch (effect) {
                case Effect.Create(ObjectKey key, ObjectNode object) -> create(key, object);
                case Effect.Update(StoredObject base, ObjectNode object) -> update(base, object, List.of(""));
                case Effect.UpdateStatus(StoredObject base, ObjectNode object) ->
                    update(base, object, List.of("status"));
                case Effect.Replace(StoredObject base, ObjectNode object) -> {
                    String intent = type(base).subresource("finalize").isPresent() ? "finalize" : "";
                    update(base, object, type(base).hasStatus() ? List.of(intent, "status") : List.of(intent));
                }
                case Effect.Delete(StoredObject base, DeleteOptions options) -> delete(base, options);
                case Effect.Require(Precondition precondition) -> preconditions.add(precondition);
            }
        }

        private void create(ObjectKey key, ObjectNode object) {
            String seed = context.uid() + "/" + key.path();
            String uid = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                    .toString();
            WriteContext own = new WriteContext(context.now(), uid, context.fieldManager());
            ResourceType type = type(key, object.path("apiVersion").asString(""));
            ObjectNode wanted = canonical(type, object);
            Metadata.of(wanted).put("name", key.name());
            ObjectNode created = lifecycle.create(type, key.namespace(), wanted, own);
            if (type.hasStatus() && wanted.has("status")) {
                created.set("status", wanted.get("status"));
            }
            writes.put(key, Optional.of(created));
            preconditions.add(new Precondition.Absent(key));
        }

        /** @param subresources through which the object is written, one after the other */
        private void update(StoredObject base, ObjectNode object, List<String> subresources) {
            if (isGone(base.key()) || JsonTrees.same(current(base), object)) {
                return;
            }
            ResourceType type = type(base);
            ObjectNode wanted = canonical(type, object);
            Metadata.of(wanted).put("resourceVersion", Long.toString(base.resourceVersion()));
            switch (lifecycle.update(type, current(base), wanted, subresources, context)) {
                case WriteOutcome.Created created -> put(base, created.object());
                case WriteOutcome.Changed change -> put(base, change.object());
                case WriteOutcome.Unchanged _ -> {
                    // Nothing is to be written.
                }
                case WriteOutcome.Removed _ -> remove(base);
            }
        }

        private boolean isGone(ObjectKey key) {
            return writes.containsKey(key) && writes.get(key).isEmpty();
        }

        private void delete(StoredObject base, DeleteOptions options) {
            switch (lifecycle.delete(type(base), current(base), options, context)) {
                case Deletion.Removed _ -> remove(base);
                case Deletion.Marked marked -> put(base, marked.object());
                case Deletion.Unchanged _ -> {
                    // It is going already.
                }
            }
        }

        /** As decoding a client's body would leave it. */
        private ObjectNode canonical(ResourceType type, ObjectNode object) {
            ObjectNode named = object.deepCopy();
            named.put("apiVersion", type.apiVersion());
            named.put("kind", type.kind());
            return served(type) ? Decoder.decode(named, Expected.of(type)).object() : named;
        }

        private boolean served(ResourceType type) {
            return catalog.find(type.group(), type.version(), type.plural()).isPresent();
        }

        private ObjectNode current(StoredObject base) {
            Optional<ObjectNode> written = writes.getOrDefault(base.key(), Optional.empty());
            if (written.isEmpty()) {
                return read.computeIfAbsent(base.key(), _ -> base.tree());
            }
            ObjectNode now = written.get().deepCopy();
            Metadata.of(now).put("resourceVersion", Long.toString(base.resourceVersion()));
            return now;
        }

        private void put(StoredObject base, ObjectNode object) {
            write(base, Optional.of(object));
        }

        private void remove(StoredObject base) {
            write(base, Optional.empty());
        }

        private void write(StoredObject base, Optional<ObjectNode> object) {
            if (writes.put(base.key(), object) == null) {
                preconditions.add(new Precondition.AtVersion(base.key(), base.resourceVersion()));
            }
        }

        private ResourceType type(StoredObject base) {
            return type(base.key(), base.head().apiVersion());
        }

        /** An object may lie in a version of a custom kind that is served no more. */
        private Optional<ResourceType> unserved(ObjectKey key, String version) {
            return catalog.preferred(key.resource())
                    .filter(type -> !type.builtIn())
                    .map(type -> type.inVersion(version));
        }

        private ResourceType type(ObjectKey key, String apiVersion) {
            String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
            return catalog.find(key.resource().group(), version, key.resource().resource())
                    .or(() -> unserved(key, version))
                    .orElseThrow(() -> new IllegalArgumentException("no resource " + key.resource() + " in version '"
                            + version + "' is known; a controller wants to write " + key));
        }
    }
}
