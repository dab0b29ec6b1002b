package dev.flotilla.propagation.actor;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.policy.ConflictResolution;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.propagation.Copy;
import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import dev.flotilla.propagation.RenderOutcome.Rendered;
import dev.flotilla.propagation.member.MemberClient;
import dev.flotilla.propagation.member.MemberReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out one step in a member. Every write is a compare-and-set: creation never writes over what is there, an
 * apply and a deletion name the live object's uid and resourceVersion.
 */
final class CopyWriter {
    private static final String NAMESPACES = "namespaces";
    private static final List<String> MARKS = Stream.concat(
                    Stream.of(Marks.HUB, Marks.MANAGED).map(mark -> pointer("labels", mark)),
                    Stream.of(Marks.HASH, Marks.INPUT_VERSION, Marks.BINDING, Marks.WORK_NAMESPACE, Marks.WORK_NAME)
                            .map(mark -> pointer("annotations", mark)))
            .toList();

    private final String hubId;
    private final MemberClient client;

    CopyWriter(String hubId, MemberClient client) {
        this.hubId = hubId;
        this.client = client;
    }

    /** How a step ended. */
    sealed interface Written {
        record Applied(MemberKind kind, ObjectNode object) implements Written {}

        /** The deletion was asked for; the member will say when the copy is gone. */
        record Deleting() implements Written {}

        record Gone(MemberTarget target) implements Written {}

        /** A copy is there that was not known. */
        record Found(MemberKind kind, ObjectNode object) implements Written {}

        /** The copy is not as it was known to be: this is how it is. */
        record Outdated(MemberKind kind, ObjectNode object, String reason) implements Written {}

        /** The member holds no copy of ours. */
        record Absent() implements Written {}

        /** The object stays, and bears no mark of ours any more. */
        record Released(MemberTarget target) implements Written {}

        /** The member says no, for a reason that a person has to look at. */
        record Rejected(String reason) implements Written {}

        record Retry(String reason) implements Written {}
    }

    CompletionStage<Written> create(Rendered rendered) {
        return client.create(rendered.target(), rendered.manifest()).thenCompose(reply -> switch (reply) {
            case MemberReply.Exists _ -> takeOver(rendered);
            default -> done(outcome(rendered.target(), reply));
        });
    }

    CompletionStage<Written> apply(Rendered rendered, Copy live) {
        return client.get(rendered.target()).thenCompose(reply -> switch (reply) {
            case MemberReply.Done(var object) -> apply(rendered, live, object);
            default -> done(outcome(rendered.target(), reply));
        });
    }

    CompletionStage<Written> delete(Copy copy) {
        return mayDelete(copy)
                .thenCompose(refusal -> refusal.isEmpty()
                        ? client.delete(copy.target(), copy.uid(), copy.resourceVersion())
                                .thenCompose(reply -> deleted(copy, reply))
                        : done(new Written.Rejected(refusal)));
    }

    CompletionStage<Written> confirmAbsence(MemberTarget target, ObjectKey binding) {
        return client.get(target).thenApply(reply -> switch (reply) {
            case MemberReply.NotFound _ -> new Written.Absent();
            case MemberReply.Done(var object) -> {
                boolean ours = Copy.isOf(hubId, object)
                        && Copy.of(target.kind(), object).binding().equals(Optional.of(binding));
                yield ours ? new Written.Found(target.kind(), object) : new Written.Absent();
            }
            default -> outcome(target, reply);
        });
    }

    /** Takes our marks off, of the object at the version it was seen at, and leaves the rest to the member. */
    CompletionStage<Written> release(Copy copy) {
        ArrayNode operations = ObjectJson.mapper().createArrayNode();
        operations
                .addObject()
                .put("op", "test")
                .put("path", "/metadata/resourceVersion")
                .put("value", copy.resourceVersion());
        MARKS.forEach(mark -> operations.addObject().put("op", "remove").put("path", mark));
        return client.jsonPatch(copy.target(), operations).thenCompose(reply -> switch (reply) {
            case MemberReply.Done _ -> done(new Written.Released(copy.target()));
            case MemberReply.NotFound _ -> done(new Written.Gone(copy.target()));
            case MemberReply.Conflict(var message) -> outdated(copy, message);
            default -> done(outcome(copy.target(), reply));
        });
    }

    /** An object of that name is there: ours after all, or somebody else's. */
    private CompletionStage<Written> takeOver(Rendered rendered) {
        return client.get(rendered.target()).thenCompose(reply -> switch (reply) {
            case MemberReply.Done(var object) -> {
                boolean ours = Copy.isOf(hubId, object);
                if (ours || rendered.conflictResolution() == ConflictResolution.OVERWRITE) {
                    yield apply(rendered, Copy.of(rendered.target().kind(), object), object);
                }
                yield done(
                        isNamespace(rendered.target())
                                ? new Written.Applied(rendered.target().kind(), object)
                                : new Written.Rejected(
                                        "an object of this name is in the cluster already and is not this hub's;"
                                                + " set conflictResolution: Overwrite in the policy to take it over"));
            }
            default -> done(outcome(rendered.target(), reply));
        });
    }

    private CompletionStage<Written> apply(Rendered rendered, Copy live, ObjectNode object) {
        if (!object.path("metadata").path("uid").asString("").equals(live.uid())) {
            return done(new Written.Retry("the object was replaced by another meanwhile"));
        }
        return adoptOwnFields(rendered.target(), object).thenCompose(current -> {
            ObjectNode manifest = rendered.manifest().deepCopy();
            manifest.withObject("/metadata")
                    .put("uid", current.path("metadata").path("uid").asString())
                    .put(
                            "resourceVersion",
                            current.path("metadata").path("resourceVersion").asString());
            return client.apply(rendered.target(), manifest, true)
                    .thenApply(reply -> outcome(rendered.target(), reply));
        });
    }

    /**
     * Creation by POST leaves our fields with an Update entry of ours; an apply would not remove from it what is no
     * longer wanted. So the entry is made one of Apply first.
     */
    private CompletionStage<ObjectNode> adoptOwnFields(MemberTarget target, ObjectNode object) {
        ArrayNode entries = object.path("metadata").withArray("managedFields");
        boolean changed = false;
        ArrayNode adopted = ObjectJson.mapper().createArrayNode();
        for (JsonNode entry : entries) {
            ObjectNode each = (ObjectNode) entry.deepCopy();
            boolean own = each.path("manager").asString("").equals("flotilla") && !each.has("subresource");
            if (own && each.path("operation").asString("").equals("Update")) {
                each.put("operation", "Apply");
                changed = true;
            }
            adopted.add(each);
        }
        boolean alreadyApplied = adopted.size() > 1 && duplicates(adopted);
        if (!changed || alreadyApplied) {
            return CompletableFuture.completedFuture(object);
        }
        ArrayNode operations = ObjectJson.mapper().createArrayNode();
        operations
                .addObject()
                .put("op", "test")
                .put("path", "/metadata/resourceVersion")
                .put("value", object.path("metadata").path("resourceVersion").asString());
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/metadata/managedFields")
                .set("value", adopted);
        return client.jsonPatch(target, operations)
                .thenApply(reply -> reply instanceof MemberReply.Done(var current) ? current : object);
    }

    private static boolean duplicates(ArrayNode entries) {
        int own = 0;
        for (JsonNode each : entries) {
            boolean ours = each.path("manager").asString("").equals("flotilla") && !each.has("subresource");
            own += ours && each.path("operation").asString("").equals("Apply") ? 1 : 0;
        }
        return own > 1;
    }

    /** @return why not; empty if it may be deleted */
    private CompletionStage<String> mayDelete(Copy copy) {
        return isNamespace(copy.target())
                ? new NamespaceContents(client, hubId).whatElse(copy.target().name())
                : CompletableFuture.completedFuture("");
    }

    private static String pointer(String field, String mark) {
        return "/metadata/" + field + "/" + mark.replace("~", "~0").replace("/", "~1");
    }

    private static boolean isNamespace(MemberTarget target) {
        return target.kind().group().isEmpty() && target.kind().plural().equals(NAMESPACES);
    }

    private CompletionStage<Written> deleted(Copy copy, MemberReply reply) {
        return switch (reply) {
            case MemberReply.Done _ -> done(new Written.Deleting());
            case MemberReply.NotFound _ -> done(new Written.Gone(copy.target()));
            case MemberReply.Conflict(var message) -> outdated(copy, message);
            default -> done(outcome(copy.target(), reply));
        };
    }

    /** What is followed may be late, or never tell again of an object that is quiet: look at the object itself. */
    private CompletionStage<Written> outdated(Copy copy, String reason) {
        return client.get(copy.target()).thenApply(reply -> switch (reply) {
            case MemberReply.Done(var object)
            when Copy.isOf(hubId, object) -> new Written.Outdated(copy.target().kind(), object, reason);
            case MemberReply.Done _, MemberReply.NotFound _ -> new Written.Gone(copy.target());
            default -> new Written.Retry(reason);
        });
    }

    private static Written outcome(MemberTarget target, MemberReply reply) {
        return switch (reply) {
            case MemberReply.Done(var object) -> new Written.Applied(target.kind(), object);
            case MemberReply.NotFound(var message) -> new Written.Retry(message);
            case MemberReply.Exists(var message) -> new Written.Retry(message);
            case MemberReply.Conflict(var message) -> new Written.Retry(message);
            case MemberReply.Rejected(var code, var message) -> new Written.Rejected("HTTP " + code + ": " + message);
            case MemberReply.Busy(var code, var message) -> new Written.Retry("HTTP " + code + ": " + message);
            case MemberReply.Unreachable(var reason) -> new Written.Retry(reason);
        };
    }

    private static CompletionStage<Written> done(Written written) {
        return CompletableFuture.completedFuture(written);
    }
}
