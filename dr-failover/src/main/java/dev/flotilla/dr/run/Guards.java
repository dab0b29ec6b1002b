package dev.flotilla.dr.run;

import dev.flotilla.api.dr.Guard;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether a guard ends a drill, and why. */
final class Guards {
    private Guards() {}

    static Optional<String> trips(Guard guard, RunFacts facts) {
        return switch (Objects.requireNonNull(guard.type())) {
            case OTHER_SITES_READY -> othersNotReady(facts);
        };
    }

    private static Optional<String> othersNotReady(RunFacts facts) {
        List<String> unwell = facts.otherClusters().stream()
                .filter(SiteCluster::isLost)
                .map(each -> each.name() + " is not ready (" + each.condition() + ")")
                .toList();
        return unwell.isEmpty() ? Optional.empty() : Optional.of(Steps.named(unwell));
    }
}
