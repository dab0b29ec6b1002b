package dev.flotilla.api.lifecycle;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Whether an object that is deleted goes at once, waits, or may not go at all. */
final class DeletionRules {
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";
    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");
    private static final Set<String> PROTECTED_NAMESPACES = Set.of("default", "kube-system", "kube-public");
    private static final long POD_GRACE_SECONDS = 30;

    private DeletionRules() {}

    static Deletion delete(ResourceType type, ObjectNode old, DeleteOptions options, WriteContext context) {
        checkOptions(options);
        checkPreconditions(type, old, options);
        if (isNamespace(type)) {
            checkProtected(type, old);
            if (!Metadata.reading(old).terminating()) {
                return new Deletion.Marked(terminatingNamespace(old, options, context.now()));
            }
            if (!old.path("spec").path("finalizers").isEmpty()) {
                return new Deletion.Unchanged(old.deepCopy());
            }
        }
        return gracePeriod(type, old, options)
                .map(grace -> gracefully(old, options, grace, context.now()))
                .orElseGet(() -> atOnce(old, options, context.now()));
    }

    static boolean isNamespace(ResourceType type) {
        return type.group().isEmpty() && type.plural().equals("namespaces");
    }

    /** Whether nothing holds an object back that is being deleted: no finalizer, no grace period. */
    static boolean mayVanish(ResourceType type, ObjectNode object) {
        Metadata metadata = Metadata.reading(object);
        return metadata.terminating()
                && metadata.finalizers().isEmpty()
                && metadata.number("deletionGracePeriodSeconds") == 0
                && !(isNamespace(type)
                        && !object.path("spec").path("finalizers").isEmpty());
    }

    private static Deletion atOnce(ObjectNode old, DeleteOptions options, Instant now) {
        ObjectNode object = old.deepCopy();
        Metadata metadata = Metadata.of(object);
        metadata.finalizers(finalizers(metadata, options));
        if (metadata.finalizers().isEmpty()) {
            return new Deletion.Removed(object);
        }
        if (!metadata.terminating()) {
            metadata.put("deletionTimestamp", Metadata.timestamp(now));
            bumpGeneration(metadata);
        }
        metadata.put("deletionGracePeriodSeconds", 0);
        return markedUnlessSame(old, object);
    }

    /** Pods alone have a grace period; the period given is what the request asks for. */
    private static Deletion gracefully(ObjectNode old, DeleteOptions options, long grace, Instant now) {
        ObjectNode object = old.deepCopy();
        Metadata metadata = Metadata.of(object);
        if (metadata.terminating()) {
            long pending = metadata.number("deletionGracePeriodSeconds");
            if (pending == 0) {
                return atOnce(old, options, now);
            }
            if (options.gracePeriodSeconds().isEmpty()
                    || options.gracePeriodSeconds().getAsLong() >= pending) {
                return new Deletion.Unchanged(object);
            }
            Instant asked = Instant.parse(metadata.text("deletionTimestamp")).minusSeconds(pending);
            metadata.put("deletionTimestamp", Metadata.timestamp(asked.plusSeconds(grace)));
        } else {
            metadata.put("deletionTimestamp", Metadata.timestamp(now.plusSeconds(grace)));
            bumpGeneration(metadata);
        }
        metadata.put("deletionGracePeriodSeconds", grace);
        metadata.finalizers(finalizers(metadata, options));
        if (grace == 0 && metadata.finalizers().isEmpty()) {
            return new Deletion.Removed(object);
        }
        return markedUnlessSame(old, object);
    }

    private static Optional<Long> gracePeriod(ResourceType type, ObjectNode old, DeleteOptions options) {
        if (!type.group().isEmpty() || !type.plural().equals("pods")) {
            return Optional.empty();
        }
        String phase = old.path("status").path("phase").asString("");
        boolean unscheduled = old.path("spec").path("nodeName").asString("").isEmpty();
        if (unscheduled || phase.equals("Succeeded") || phase.equals("Failed")) {
            return Optional.of(0L);
        }
        OptionalLong asked = options.gracePeriodSeconds();
        long seconds = asked.orElseGet(
                () -> old.path("spec").path("terminationGracePeriodSeconds").asLong(POD_GRACE_SECONDS));
        return Optional.of(seconds < 0 ? 1 : seconds);
    }

    private static ObjectNode terminatingNamespace(ObjectNode old, DeleteOptions options, Instant now) {
        ObjectNode object = old.deepCopy();
        Metadata metadata = Metadata.of(object);
        metadata.put("deletionTimestamp", Metadata.timestamp(now));
        metadata.finalizers(finalizers(metadata, options));
        object.withObject("status").put("phase", "Terminating");
        metadata.remove("resourceVersion");
        return object;
    }

    private static Deletion markedUnlessSame(ObjectNode old, ObjectNode object) {
        if (JsonTrees.same(old, object)) {
            return new Deletion.Unchanged(object);
        }
        Metadata.of(object).remove("resourceVersion");
        return new Deletion.Marked(object);
    }

    private static void bumpGeneration(Metadata metadata) {
        if (metadata.number("generation") > 0) {
            metadata.put("generation", metadata.number("generation") + 1);
        }
    }

    /** The object's finalizers with the garbage collector's two as the policy has them; none named, they stay. */
    private static List<String> finalizers(Metadata metadata, DeleteOptions options) {
        List<String> names = new ArrayList<>(metadata.finalizers());
        if (options.propagationPolicy().isEmpty()) {
            return names;
        }
        String wanted = switch (options.propagationPolicy().get()) {
            case "Orphan" -> ORPHAN;
            case "Foreground" -> FOREGROUND;
            default -> "";
        };
        names.removeIf(name -> (name.equals(ORPHAN) || name.equals(FOREGROUND)) && !name.equals(wanted));
        if (!wanted.isEmpty() && !names.contains(wanted)) {
            names.add(wanted);
        }
        return names;
    }

    private static void checkOptions(DeleteOptions options) {
        options.propagationPolicy().filter(policy -> !POLICIES.contains(policy)).ifPresent(policy -> {
            List<String> supported = new ArrayList<>(POLICIES);
            supported.add("nil");
            throw StatusError.invalid(
                            "meta.k8s.io",
                            "DeleteOptions",
                            "",
                            List.of(FieldError.notSupported("propagationPolicy", policy, supported)))
                    .exception();
        });
    }

    private static void checkPreconditions(ResourceType type, ObjectNode old, DeleteOptions options) {
        Metadata metadata = Metadata.reading(old);
        GroupResource kind = new GroupResource(type.group(), type.kind());
        options.uid().filter(uid -> !uid.equals(metadata.text("uid"))).ifPresent(uid -> {
            throw StatusError.conflict(
                            kind,
                            metadata.name(),
                            "the UID in the precondition (" + uid + ") does not match the UID in record ("
                                    + metadata.text("uid")
                                    + "). The object might have been deleted and then recreated")
                    .exception();
        });
        options.resourceVersion()
                .filter(version -> !version.equals(metadata.text("resourceVersion")))
                .ifPresent(version -> {
                    throw StatusError.conflict(
                                    kind,
                                    metadata.name(),
                                    "the ResourceVersion in the precondition (" + version
                                            + ") does not match the ResourceVersion in record ("
                                            + metadata.text("resourceVersion")
                                            + "). The object might have been modified")
                            .exception();
                });
    }

    private static void checkProtected(ResourceType type, ObjectNode old) {
        String name = Metadata.reading(old).name();
        if (PROTECTED_NAMESPACES.contains(name)) {
            throw StatusError.forbidden(type.resource(), name, "this namespace may not be deleted")
                    .exception();
        }
    }
}
