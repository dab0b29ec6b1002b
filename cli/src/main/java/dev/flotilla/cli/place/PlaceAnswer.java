package dev.flotilla.cli.place;

import dev.flotilla.cli.place.PlacedWorkload.Outcome;
import dev.flotilla.dr.LossForecast;
import java.util.List;
import java.util.Optional;

/**
 * What {@code flotilla place} found out.
 *
 * @param fleet how many clusters there are
 * @param compared whether the workloads say where they were before the change that was asked about
 * @param loss what becomes of them if clusters are lost; empty unless that was asked
 */
record PlaceAnswer(int fleet, List<PlacedWorkload> workloads, boolean compared, Optional<LossForecast> loss) {
    PlaceAnswer {
        workloads = List.copyOf(workloads);
    }

    long count(Outcome outcome) {
        return workloads.stream()
                .filter(workload -> workload.outcome() == outcome)
                .count();
    }

    /** Whether everything that is to go somewhere finds a place, also after the loss. */
    boolean everythingFindsAPlace() {
        return count(Outcome.UNPLACED) == 0 && loss.map(LossForecast::survived).orElse(true);
    }
}
