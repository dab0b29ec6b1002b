package dev.flotilla.propagation;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectKey;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is remembered of one object that a hub has put into a member.
 *
 * @param binding whose copy it is, as its annotation says; empty if that cannot be read
 * @param hash of what it was rendered from, as its annotation says
 * @param inputVersion the newest version it was rendered from; 0 if it bears none
 * @param shape changes whenever something but the status does
 */
public record Copy(
        MemberTarget target,
        Optional<ObjectKey> binding,
        String uid,
        String resourceVersion,
        String hash,
        long inputVersion,
        int shape,
        boolean terminating) {

    public static Copy of(MemberKind kind, JsonNode observed) {
        JsonNode metadata = observed.path("metadata");
        JsonNode annotations = metadata.path("annotations");
        return new Copy(
                new MemberTarget(
                        kind,
                        metadata.path("namespace").asString(""),
                        metadata.path("name").asString("")),
                binding(annotations.path(Marks.BINDING).asString("")),
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                annotations.path(Marks.HASH).asString(""),
                version(annotations.path(Marks.INPUT_VERSION).asString("")),
                shape(observed),
                metadata.has("deletionTimestamp"));
    }

    /** Whether the other is a later state of the same object; false where versions do not tell. */
    public boolean isOlderThan(Copy other) {
        long mine = version(resourceVersion);
        return mine > 0 && uid.equals(other.uid) && mine < version(other.resourceVersion);
    }

    /** Whether an object in a member bears this hub's mark. */
    public static boolean isOf(String hubId, JsonNode observed) {
        return observed.path("metadata")
                .path("labels")
                .path(Marks.HUB)
                .asString("")
                .equals(hubId);
    }

    private static Optional<ObjectKey> binding(String path) {
        try {
            return path.isEmpty() ? Optional.empty() : Optional.of(ObjectKey.parse(path));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    private static long version(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Status and bookkeeping change all the time and say nothing of drift. */
    private static int shape(JsonNode observed) {
        JsonNode metadata = observed.path("metadata");
        int shape = 31 * metadata.path("labels").hashCode()
                + metadata.path("annotations").hashCode();
        if (metadata.has("generation")) {
            return 31 * shape + Long.hashCode(metadata.path("generation").asLong());
        }
        for (var field : observed.properties()) {
            if (!field.getKey().equals("metadata") && !field.getKey().equals("status")) {
                shape = 31 * shape + field.getValue().hashCode();
            }
        }
        return shape;
    }
}
