package dev.flotilla.api.lifecycle;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.patch.apply.FieldOwnership;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.schema.validation.Validation;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what becomes of an object that is created, updated, applied, scaled or deleted, as a kube-apiserver would.
 * Pure: time, uid and manager come with the {@link WriteContext}, and no argument is changed or shared with a result.
 * Old objects are given with their resourceVersion; every refusal is a {@link StatusException}.
 */
public final class ObjectLifecycle {
    private static final List<String> SERVERS_OWN =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private final Function<ResourceType, KindRules> rules;

    /** @param rules of each kind, {@link KindRules#NONE} for those that have none; their defaults and their checks */
    public ObjectLifecycle(Function<ResourceType, KindRules> rules) {
        this.rules = rules;
    }

    /**
     * The object to store for one that a client sends; it has no resourceVersion.
     *
     * @param namespace of the request; empty for cluster-scoped types
     */
    public ObjectNode create(ResourceType type, String namespace, ObjectNode wanted, WriteContext context) {
        ObjectNode object = prepared(type, wanted);
        Metadata metadata = Metadata.of(object);
        if (metadata.has("resourceVersion")) {
            throw new StatusError(
                            500, "", "resourceVersion should not be set on objects to be created", Optional.empty())
                    .exception();
        }
        settleNamespace(metadata, namespace);
        begin(type, object, context);
        ownership(type, "", context).recordUpdate(Optional.empty(), object);
        return complete(type, namespace, object, context);
    }

    /**
     * What becomes of an object that a client replaces, or has patched.
     *
     * @param subresource empty for the object itself, else as {@code status}
     */
    public WriteOutcome update(
            ResourceType type, ObjectNode old, ObjectNode wanted, String subresource, WriteContext context) {
        return update(type, old, wanted, List.of(subresource), context);
    }

    /**
     * What becomes of an object that is replaced through several subresources, one after the other. What comes of them
     * all is checked, once.
     *
     * @param subresources at least one; as of {@link #update(ResourceType, ObjectNode, ObjectNode, String,
     *     WriteContext)}
     */
    WriteOutcome update(
            ResourceType type, ObjectNode old, ObjectNode wanted, List<String> subresources, WriteContext context) {
        ObjectNode object = old;
        for (String subresource : subresources) {
            ObjectNode next = prepared(type, wanted);
            Metadata before = Metadata.reading(object);
            Metadata metadata = Metadata.of(next);
            checkName(metadata, before.name());
            settleNamespace(metadata, before.text("namespace"));
            checkVersion(type, before, metadata);
            checkUid(type, before, metadata);
            object = written(type, object, next, subresource, context, true);
            Metadata.of(object).take("resourceVersion", before);
        }
        check(type, old, object);
        return outcome(type, old, object);
    }

    /**
     * What becomes of an object that a client applies a configuration to.
     *
     * @param key of the request, whose name the configuration must have too
     * @param force whether to take fields from other managers instead of refusing
     */
    public WriteOutcome apply(
            ResourceType type,
            ObjectKey key,
            Optional<ObjectNode> old,
            ObjectNode config,
            String subresource,
            boolean force,
            WriteContext context) {
        if (old.isEmpty() && !subresource.isEmpty()) {
            throw StatusError.notFound(type.resource(), key.name()).exception();
        }
        ObjectNode applied = ownership(type, subresource, context).apply(old, config, force);
        ObjectNode object =
                prepared(type, Decoder.decode(applied, Expected.of(type)).object());
        Metadata metadata = Metadata.of(object);
        checkName(metadata, key.name());
        settleNamespace(metadata, key.namespace());
        if (old.isPresent()) {
            checkVersion(type, Metadata.reading(old.get()), metadata);
            return replace(type, old.get(), object, subresource, context);
        }
        if (metadata.has("uid")) {
            throw StatusError.conflict(
                            type.resource(),
                            key.name(),
                            "uid mismatch: the provided object specified uid " + metadata.text("uid")
                                    + ", and no existing object was found")
                    .exception();
        }
        metadata.remove("resourceVersion");
        begin(type, object, context);
        return new WriteOutcome.Created(complete(type, key.namespace(), object, context));
    }

    /** What becomes of an object whose Scale a client replaces, or has patched. */
    public WriteOutcome scale(ResourceType type, ObjectNode old, ObjectNode wanted, Scale scale, WriteContext context) {
        ObjectNode object = scale.write(old, wanted);
        checkName(Metadata.reading(wanted), Metadata.reading(old).name());
        checkVersion(type, Metadata.reading(old), Metadata.reading(object));
        ownership(type, "scale", context).recordScale(old, object, scale.replicasPath());
        return replace(type, old, object, "scale", context);
    }

    /** What becomes of an object that a client deletes. */
    public Deletion delete(ResourceType type, ObjectNode old, DeleteOptions options, WriteContext context) {
        return DeletionRules.delete(type, old, options, context);
    }

    private WriteOutcome replace(
            ResourceType type, ObjectNode old, ObjectNode wanted, String subresource, WriteContext context) {
        ObjectNode object = written(type, old, wanted, subresource, context, false);
        check(type, old, object);
        return outcome(type, old, object);
    }

    private void check(ResourceType type, ObjectNode old, ObjectNode object) {
        List<FieldError> errors = new ArrayList<>(MetadataRules.change(old, object));
        errors.addAll(Validation.metadata(object));
        errors.addAll(rules.apply(type).validate(object, Optional.of(old)));
        refuseIfAny(type, Metadata.reading(old).name(), errors);
    }

    /** The object as it would be stored, not yet checked. */
    @SuppressWarnings("ReferenceEquality") // who leaves an object alone gives the same tree back
    private ObjectNode written(
            ResourceType type,
            ObjectNode old,
            ObjectNode wanted,
            String subresource,
            WriteContext context,
            boolean recordsUpdate) {
        KindRules kindRules = rules.apply(type);
        settle(type, kindRules, old, wanted, subresource, context);
        if (recordsUpdate) {
            ownership(type, subresource, context).recordUpdate(Optional.of(old), wanted);
        }
        ObjectNode object = subresource.equals("scale") ? wanted : amended(type, Optional.of(old), wanted, context);
        if (object != wanted) {
            settle(type, kindRules, old, object, subresource, context);
        }
        if (type.hasGeneration() && Separation.intentDiffers(type, subresource, old, object)) {
            Metadata.of(object).put("generation", Metadata.reading(old).number("generation") + 1);
        }
        FieldOwnership.keepTimes(old, object);
        return object;
    }

    /** What the write does not reach is as it was, and what it leaves out is filled in; in place. */
    private static void settle(
            ResourceType type,
            KindRules kindRules,
            ObjectNode old,
            ObjectNode object,
            String subresource,
            WriteContext context) {
        Separation.restore(type, subresource, old, object);
        ServiceTypes.settle(type, old, object);
        keepSystemFields(Metadata.reading(old), Metadata.of(object));
        kindRules.mutate(object, Optional.of(old), context);
    }

    /** The object as admission leaves it: the same tree if it leaves it alone. */
    @SuppressWarnings("ReferenceEquality") // who leaves an object alone gives the same tree back
    private static ObjectNode amended(
            ResourceType type, Optional<ObjectNode> old, ObjectNode object, WriteContext context) {
        ObjectNode amended = context.amendment().amend(old, object);
        return amended == object ? object : prepared(type, amended);
    }

    private void begin(ResourceType type, ObjectNode object, WriteContext context) {
        Metadata metadata = Metadata.of(object);
        for (String field : SERVERS_OWN) {
            metadata.remove(field);
        }
        Creation.resetStatus(type, object);
        rules.apply(type).mutate(object, Optional.empty(), context);
    }

    /** What follows admission is nobody's doing but the server's. */
    @SuppressWarnings("ReferenceEquality") // who leaves an object alone gives the same tree back
    private ObjectNode complete(ResourceType type, String namespace, ObjectNode wanted, WriteContext context) {
        ObjectNode object = amended(type, Optional.empty(), wanted, context);
        Metadata metadata = Metadata.of(object);
        boolean nameless = metadata.name().isEmpty() && metadata.has("generateName");
        if (nameless) {
            metadata.put("name", GeneratedName.of(metadata.text("generateName"), context.uid()));
        }
        if (nameless || object != wanted) {
            settleNamespace(metadata, namespace);
            begin(type, object, context);
        }
        metadata.put("uid", context.uid());
        metadata.put("creationTimestamp", Metadata.timestamp(context.now()));
        if (type.hasGeneration()) {
            metadata.put("generation", 1);
        }
        Creation.complete(type, object);
        List<FieldError> errors = new ArrayList<>(Validation.metadata(type, object));
        errors.addAll(rules.apply(type).validate(object, Optional.empty()));
        refuseIfAny(type, metadata.name(), errors);
        return object;
    }

    private static FieldOwnership ownership(ResourceType type, String subresource, WriteContext context) {
        return new FieldOwnership(
                type, context.fieldManager(), subresource, Separation.unreachable(type, subresource), context.now());
    }

    private static WriteOutcome outcome(ResourceType type, ObjectNode old, ObjectNode object) {
        Metadata.of(object).take("resourceVersion", Metadata.reading(old));
        if (Metadata.reading(old).terminating() && DeletionRules.mayVanish(type, object)) {
            return new WriteOutcome.Removed(object);
        }
        if (JsonTrees.same(old, object)) {
            return new WriteOutcome.Unchanged(old.deepCopy());
        }
        Metadata.of(object).remove("resourceVersion");
        return new WriteOutcome.Changed(object);
    }

    private static ObjectNode prepared(ResourceType type, ObjectNode wanted) {
        ObjectNode object = wanted.deepCopy();
        object.put("apiVersion", type.apiVersion());
        object.put("kind", type.kind());
        Metadata.of(object).normalize();
        return object;
    }

    private static void keepSystemFields(Metadata old, Metadata metadata) {
        metadata.take("generation", old);
        metadata.take("creationTimestamp", old);
        if (!metadata.has("uid")) {
            metadata.take("uid", old);
        }
        if (old.terminating()) {
            metadata.take("deletionTimestamp", old);
        }
        if (!metadata.has("deletionGracePeriodSeconds")) {
            metadata.take("deletionGracePeriodSeconds", old);
        }
    }

    private static void settleNamespace(Metadata metadata, String namespace) {
        String given = metadata.text("namespace");
        if (namespace.isEmpty()) {
            metadata.remove("namespace");
        } else if (given.isEmpty()) {
            metadata.put("namespace", namespace);
        } else if (!given.equals(namespace)) {
            throw StatusError.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request")
                    .exception();
        }
    }

    private static void checkName(Metadata metadata, String name) {
        if (metadata.name().isEmpty()) {
            throw StatusError.badRequest("the name of the object (" + name
                            + " based on URL) was undeterminable: name must be provided")
                    .exception();
        }
        if (!metadata.name().equals(name)) {
            throw StatusError.badRequest("the name of the object (" + metadata.name()
                            + ") does not match the name on the URL (" + name + ")")
                    .exception();
        }
    }

    private static void checkVersion(ResourceType type, Metadata old, Metadata metadata) {
        String version = metadata.text("resourceVersion");
        if (version.isEmpty()) {
            if (Separation.requiresVersion(type)) {
                // The one refusal that names the resource where others name the kind.
                throw StatusError.invalid(
                                type.group(),
                                type.plural(),
                                old.name(),
                                List.of(FieldError.invalid(
                                        "metadata.resourceVersion", "0", "must be specified for an update")))
                        .exception();
            }
        } else if (!version.equals(old.text("resourceVersion"))) {
            throw StatusError.staleVersion(type.resource(), old.name()).exception();
        }
    }

    private static void checkUid(ResourceType type, Metadata old, Metadata metadata) {
        if (metadata.has("uid") && !metadata.text("uid").equals(old.text("uid"))) {
            throw StatusError.conflict(
                            type.resource(),
                            old.name(),
                            "Precondition failed: UID in precondition: " + metadata.text("uid")
                                    + ", UID in object meta: " + old.text("uid"))
                    .exception();
        }
    }

    private static void refuseIfAny(ResourceType type, String name, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            List<FieldError> once = errors.stream().distinct().toList();
            throw StatusError.invalid(type.group(), type.kind(), name, once).exception();
        }
    }
}
