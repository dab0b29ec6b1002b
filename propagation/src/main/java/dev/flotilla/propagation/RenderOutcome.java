package dev.flotilla.propagation;

import dev.flotilla.api.policy.ConflictResolution;
import tools.jackson.databind.node.ObjectNode;

/** What a copy should be, or why there is none to say. */
public sealed interface RenderOutcome {
    /**
     * @param manifest with its stamps; belongs to whoever asked
     * @param hash of the manifest without stamps
     * @param inputVersion the newest resourceVersion among what it was rendered from
     */
    record Rendered(
            MemberTarget target,
            ObjectNode manifest,
            String hash,
            long inputVersion,
            ConflictResolution conflictResolution)
            implements RenderOutcome {}

    /** An override or a kind's rule could not be applied; the copy stays as it is. */
    record Failed(String reason) implements RenderOutcome {}

    /** Dispatching is suspended for this cluster; the copy stays as it is. */
    record Suspended(String reason) implements RenderOutcome {}

    /** The template is gone; a removal follows. */
    record TemplateMissing() implements RenderOutcome {}
}
