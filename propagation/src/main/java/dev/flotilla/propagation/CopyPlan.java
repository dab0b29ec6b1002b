package dev.flotilla.propagation;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.api.work.Removal;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what is to be done about one binding's copy in one cluster. A copy is created and kept while the binding (or
 * one that requires it) names the cluster; it is deleted only if a logged removal names the cluster, the removal's gate
 * is open, and no traffic is sent to it any more; otherwise it is left alone.
 */
public final class CopyPlan {
    private final Templates templates;
    private final Rendering rendering;
    private final RemovalHold hold = new RemovalHold();

    public CopyPlan(Templates templates, Rendering rendering) {
        this.templates = templates;
        this.rendering = rendering;
    }

    /** Where the copy lives in a member; empty if there is no such binding, or the hub does not know its kind. */
    public Optional<MemberTarget> target(Snapshot snapshot, ObjectKey binding) {
        return snapshot.get(binding).flatMap(found -> templates.target(snapshot, rendering.specOf(found)));
    }

    /** The manifest that the copy was rendered from, if it would be rendered the same today. */
    public Optional<ObjectNode> manifestOf(Snapshot snapshot, ClusterBinding work, Copy copy) {
        Optional<RenderOutcome> outcome =
                snapshot.get(work.binding()).map(found -> rendering.render(snapshot, found, work.cluster()));
        return outcome.isPresent()
                        && outcome.get() instanceof RenderOutcome.Rendered rendered
                        && rendered.hash().equals(copy.hash())
                ? Optional.of(rendered.manifest())
                : Optional.empty();
    }

    /** One step towards what the log says. */
    public sealed interface Step {
        /** Nothing is to be done: the copy is as it should be, or there is none and should be none. */
        record Keep() implements Step {}

        record Create(RenderOutcome.Rendered rendered) implements Step {}

        record Apply(RenderOutcome.Rendered rendered, Copy live) implements Step {}

        record Delete(Copy live) implements Step {}

        /** The copy is to stay, but no longer as ours. */
        record Release(Copy live) implements Step {}

        /** No copy is known, as the removal wants: ask the member itself, and say so. */
        record ConfirmAbsence() implements Step {}

        /** The copy must stay as it is for now. */
        record Hold(String reason, boolean failed) implements Step {}

        /** No binding explains this copy; it is reported and left alone. */
        record Orphaned() implements Step {}
    }

    /**
     * @param live the copy, if the member is known to hold one of ours; empty if it is known not to
     * @param drifted whether the live copy was changed by somebody else since it was last found to be right
     */
    public Step decide(Snapshot snapshot, ClusterBinding work, Optional<Copy> live, boolean drifted) {
        Optional<StoredObject> binding = snapshot.get(work.binding());
        if (binding.isEmpty()) {
            return live.<Step>map(_ -> new Step.Orphaned()).orElseGet(Step.Keep::new);
        }
        BindingSpec spec = rendering.specOf(binding.get());
        if (wants(spec, work.cluster())) {
            return keep(rendering.render(snapshot, binding.get(), work.cluster()), live, drifted);
        }
        Optional<Removal> removal = spec.removing().stream()
                .filter(each -> each.cluster().equals(work.cluster()))
                .findFirst();
        if (removal.isPresent()) {
            return live.map(copy -> remove(snapshot, binding.get(), removal.get(), copy))
                    .orElseGet(Step.ConfirmAbsence::new);
        }
        return live.<Step>map(_ -> new Step.Orphaned()).orElseGet(Step.Keep::new);
    }

    /** Whether the cluster is to have a copy: the binding's own target, or one of a binding that requires it. */
    public static boolean wants(BindingSpec spec, String cluster) {
        return spec.target(cluster).isPresent()
                || spec.requiredBy().stream()
                        .flatMap(each -> each.clusters().stream())
                        .anyMatch(each -> each.name().equals(cluster));
    }

    private static Step keep(RenderOutcome outcome, Optional<Copy> live, boolean drifted) {
        return switch (outcome) {
            case RenderOutcome.Failed(var reason) -> new Step.Hold(reason, true);
            case RenderOutcome.Suspended(var reason) -> new Step.Hold(reason, false);
            case RenderOutcome.TemplateMissing() -> new Step.Hold("the template is gone", false);
            case RenderOutcome.Rendered rendered -> keep(rendered, live, drifted);
        };
    }

    private static Step keep(RenderOutcome.Rendered rendered, Optional<Copy> live, boolean drifted) {
        if (live.isEmpty()) {
            return new Step.Create(rendered);
        }
        Copy copy = live.get();
        if (copy.terminating()) {
            return new Step.Hold("the copy is being deleted; it is created again when it is gone", false);
        }
        if (copy.inputVersion() > rendered.inputVersion()) {
            return new Step.Hold("the copy was made from newer input than this node has seen yet", false);
        }
        return copy.hash().equals(rendered.hash()) && !drifted ? new Step.Keep() : new Step.Apply(rendered, copy);
    }

    private Step remove(Snapshot snapshot, StoredObject binding, Removal removal, Copy live) {
        if (live.terminating()) {
            return new Step.Hold("the copy is being deleted", false);
        }
        ObjectNode tree = binding.tree();
        BindingSpec spec = BindingSpec.of(tree);
        Optional<StoredObject> template = templates.find(snapshot, spec);
        return hold.of(snapshot, spec, BindingStatus.of(tree), removal, template)
                .<Step>map(reason -> new Step.Hold(reason, false))
                .orElseGet(() -> spec.preserves() ? new Step.Release(live) : new Step.Delete(live));
    }
}
