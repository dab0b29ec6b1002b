package dev.flotilla.api.patch.apply;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One write seen by who comes to own what: it records an update's ownership, and merges what is applied.
 *
 * @param manager in whose name the write is made
 * @param subresource that it goes to; empty for the object itself
 * @param unreachable paths, steps joined by dots, that the write cannot set and hence does not own
 */
public record FieldOwnership(
        ResourceType type, String manager, String subresource, List<String> unreachable, Instant now) {
    private static final String FIELD = "managedFields";
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final FieldSet NEVER_OWNED = FieldSet.ofFields(List.of(
            "apiVersion",
            "kind",
            "metadata",
            "metadata.name",
            "metadata.namespace",
            "metadata.creationTimestamp",
            "metadata.selfLink",
            "metadata.uid",
            "metadata.clusterName",
            "metadata.generation",
            "metadata.managedFields",
            "metadata.resourceVersion"));

    public FieldOwnership {
        unreachable = List.copyOf(unreachable);
    }

    /**
     * Sets the managedFields of an object that is created, replaced or patched, in place. What the object brings itself
     * counts if it can be read: one empty entry, or none, gives all ownership up.
     *
     * @param live the object as it was; empty at its creation
     */
    public void recordUpdate(Optional<ObjectNode> live, ObjectNode object) {
        Managers managers = asSent(live, object);
        ObjectNode before = live.map(FieldOwnership::withoutManagers).orElseGet(ObjectJson.mapper()::createObjectNode);
        ObjectNode after = withoutManagers(object);
        boolean tracked = !managers.isEmpty() || live.isEmpty();
        (tracked ? updated(managers, before, after, manager).capped() : managers).writeTo(object);
    }

    /**
     * Sets the managedFields of an object whose replicas were written through its Scale, in place. As a kube-apiserver
     * has it, the entry bears no time, zero replicas are owned by nobody, nothing is recorded where nobody owned them
     * before, and who had them by an update, among other fields, loses them even to a write that changes nothing.
     *
     * @param path of the replicas, steps joined by dots
     */
    public void recordScale(ObjectNode live, ObjectNode object, String path) {
        FieldSet replicas = FieldSet.ofFields(List.of(path));
        Managers managers = asSent(Optional.of(live), object);
        Comparison comparison = Comparison.of(withoutManagers(live), withoutManagers(object), type.schema());
        boolean owned = !managers.allFields().intersection(replicas).isEmpty();
        boolean changed = !comparison.isSame();
        if (owned) {
            managers = managers.others(NOBODY, (other, fields) -> {
                FieldSet rest = fields.difference(replicas);
                boolean keeps = !changed && (other.applies() || rest.isEmpty());
                return keeps ? fields : rest;
            });
            boolean toZero = JsonTrees.same(object.at("/" + path.replace('.', '/')), object.numberNode(0));
            if (changed && !toZero) {
                Managers.Manager self = new Managers.Manager(manager, false, type.apiVersion(), subresource);
                FieldSet all = managers.fields(self).union(replicas);
                managers = managers.with(self, new Managers.Share(all, type.apiVersion(), Optional.empty()));
            }
        }
        managers.writeTo(object);
    }

    /**
     * Lays a configuration over the live object and takes away what its manager applied before and nobody owns now.
     *
     * @return the object, with managedFields; not yet defaulted
     * @throws StatusException 400 for a body that is no configuration of the type, 409 for conflicts, 500 for fields
     *     that do not fit the type
     */
    public ObjectNode apply(Optional<ObjectNode> live, ObjectNode config, boolean force) {
        checkConfig(config);
        ObjectNode before = live.map(FieldOwnership::withoutManagers).orElseGet(ObjectJson.mapper()::createObjectNode);
        Managers managers = live.map(FieldOwnership::managersOf).orElse(Managers.NONE);
        if (managers.isEmpty() && live.isPresent()) {
            managers = updated(managers, ObjectJson.mapper().createObjectNode(), before, BEFORE_FIRST_APPLY);
        }
        return new Application(this, managers, before, config).outcome(force);
    }

    /** Gives managedFields their old times if nothing but times differs from the old object, in place. */
    public static void keepTimes(ObjectNode old, ObjectNode object) {
        JsonNode before = old.path("metadata").path(FIELD);
        JsonNode after = object.path("metadata").path(FIELD);
        if (!before.isMissingNode()
                && !after.isMissingNode()
                && JsonTrees.same(withoutManagers(old), withoutManagers(object))
                && JsonTrees.same(timeless(before), timeless(after))) {
            object.withObject("/metadata").set(FIELD, before.deepCopy());
        }
    }

    Managers.Manager applier() {
        return new Managers.Manager(manager, true, "", subresource);
    }

    FieldSet ignored() {
        return FieldSet.ofFields(unreachable);
    }

    /** The managers after a write that nobody can object to. */
    private Managers updated(Managers managers, ObjectNode before, ObjectNode after, String name) {
        Comparison comparison = Comparison.of(before, after, type.schema());
        if (comparison.isSame()) {
            return managers;
        }
        Comparison reached = comparison.without(ignored());
        FieldSet taken = reached.written();
        Managers.Manager self = new Managers.Manager(name, false, type.apiVersion(), subresource);
        FieldSet lost = taken.union(reached.removed());
        Managers rest = managers.others(NOBODY, (other, fields) -> fields.difference(lost));
        FieldSet owned = comparison.written().without(ignored()).difference(NEVER_OWNED);
        if (owned.isEmpty()) {
            return rest;
        }
        FieldSet all = rest.fields(self).union(owned);
        return rest.with(self, new Managers.Share(all, type.apiVersion(), Optional.of(now)));
    }

    static FieldSet ownable(FieldSet fields) {
        return fields.difference(NEVER_OWNED);
    }

    private static final Managers.Manager NOBODY = new Managers.Manager("", false, "", "");

    private Managers asSent(Optional<ObjectNode> live, ObjectNode object) {
        JsonNode sent = object.path("metadata").path(FIELD);
        Managers kept =
                live.flatMap(was -> readable(was.path("metadata").path(FIELD))).orElse(Managers.NONE);
        if (!subresource.isEmpty() || !sent.isArray()) {
            return kept;
        }
        if (sent.isEmpty()) {
            // The objects of a custom type know no difference between an empty list and none.
            return type.builtIn() ? Managers.NONE : kept;
        }
        if (sent.size() == 1 && sent.get(0).isEmpty()) {
            return Managers.NONE;
        }
        return readable(sent).filter(managers -> !managers.isEmpty()).orElse(kept);
    }

    private static Optional<Managers> readable(JsonNode managedFields) {
        try {
            return Optional.of(Managers.decode(managedFields));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Managers managersOf(ObjectNode live) {
        try {
            return Managers.decode(live.path("metadata").path(FIELD));
        } catch (IllegalArgumentException malformed) {
            throw new StatusError(
                            500, "", "failed to decode managed fields: " + malformed.getMessage(), Optional.empty())
                    .exception();
        }
    }

    private void checkConfig(ObjectNode config) {
        String apiVersion = config.path("apiVersion").asString("");
        String kind = config.path("kind").asString("");
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
            throw StatusError.badRequest("invalid object type: " + gvk(apiVersion, kind))
                    .exception();
        }
        if (config.path("metadata").has(FIELD)
                && !config.path("metadata").path(FIELD).isNull()) {
            throw StatusError.badRequest("metadata.managedFields must be nil").exception();
        }
        List<String> errors = TypeCheck.errors(config, type.schema());
        if (!errors.isEmpty()) {
            JsonNode metadata = config.path("metadata");
            throw new StatusError(
                            500,
                            "",
                            "failed to create typed patch object ("
                                    + metadata.path("namespace").asString("") + "/"
                                    + metadata.path("name").asString("") + "; " + gvk(apiVersion, kind) + "): "
                                    + (errors.size() == 1
                                            ? errors.getFirst()
                                            : "errors:\n  " + String.join("\n  ", errors)),
                            Optional.empty())
                    .exception();
        }
    }

    /** Group, version and kind as Go prints them. */
    private static String gvk(String apiVersion, String kind) {
        return (apiVersion.contains("/") ? apiVersion : "/" + apiVersion) + ", Kind=" + kind;
    }

    /** Shares everything else with the object. */
    private static ObjectNode withoutManagers(ObjectNode object) {
        ObjectNode bare = shallow(object);
        if (bare.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode rest = shallow(metadata);
            rest.remove(FIELD);
            bare.set("metadata", rest);
        }
        return bare;
    }

    private static ObjectNode shallow(ObjectNode object) {
        ObjectNode copy = object.objectNode();
        object.properties().forEach(entry -> copy.set(entry.getKey(), entry.getValue()));
        return copy;
    }

    private static JsonNode timeless(JsonNode managedFields) {
        JsonNode copy = managedFields.deepCopy();
        copy.forEach(entry -> {
            if (entry instanceof ObjectNode fields) {
                fields.remove("time");
            }
        });
        return copy;
    }
}
