package dev.flotilla.dr.run;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.reconcile.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** The marks on Clusters by which a run has them treated as lost, and keeps their copies for the return. */
final class Marking {
    private Marking() {}

    static Progress inject(RunFacts facts) {
        String run = facts.run().name();
        List<Effect> effects = marked(
                facts.lostClusters(),
                each -> !each.lossMark().equals(run) || !each.returnMark().equals(run),
                tree -> {
                    SiteCluster.mark(tree, Marks.SIMULATED_LOSS, run);
                    SiteCluster.mark(tree, Marks.RETURNING, run);
                });
        return effects.isEmpty()
                ? new Progress.Done("treated as lost from now on: " + facts.sites())
                : new Progress.Working(effects, "marking " + effects.size() + " clusters as lost");
    }

    /** Empty once no cluster bears the run's mark of loss. */
    static Optional<Progress> heal(RunFacts facts) {
        String run = facts.run().name();
        List<Effect> effects = marked(
                facts.clusters().values(),
                each -> each.lossMark().equals(run),
                tree -> SiteCluster.mark(tree, Marks.SIMULATED_LOSS, ""));
        return effects.isEmpty()
                ? Optional.empty()
                : Optional.of(new Progress.Working(effects, "taking the mark of loss off"));
    }

    /** Empty once the run has let go of every cluster. */
    static Optional<Progress> release(RunFacts facts) {
        List<Effect> effects = release(facts.clusters().values(), facts.run().name());
        return effects.isEmpty()
                ? Optional.empty()
                : Optional.of(new Progress.Working(effects, "letting go of the clusters"));
    }

    /** Takes every mark of a run off, whatever became of the run. */
    static List<Effect> release(Collection<SiteCluster> clusters, String run) {
        return marked(
                clusters,
                each -> each.lossMark().equals(run) || each.returnMark().equals(run),
                tree -> {
                    SiteCluster.mark(tree, Marks.SIMULATED_LOSS, "");
                    SiteCluster.mark(tree, Marks.RETURNING, "");
                });
    }

    private static List<Effect> marked(
            Collection<SiteCluster> clusters, Predicate<SiteCluster> which, Consumer<ObjectNode> change) {
        List<Effect> effects = new ArrayList<>();
        for (SiteCluster cluster : clusters) {
            if (which.test(cluster)) {
                ObjectNode tree = cluster.object().tree();
                change.accept(tree);
                effects.add(new Effect.Update(cluster.object(), tree));
            }
        }
        return effects;
    }
}
