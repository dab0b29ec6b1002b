package dev.flotilla.placement;

import dev.flotilla.placement.spread.GroupChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The groups that an attempt weighed, for an explanation. */
final class TracedGroups {
    private TracedGroups() {}

    static List<DecisionTrace.Group> of(Attempt attempt, WorkloadRequest request) {
        Candidates candidates = attempt.candidates();
        List<DecisionTrace.Group> traced = new ArrayList<>();
        List<Spread.Grouping> levels = request.rules().spread().levels();
        for (int level = 0; level < levels.size(); level++) {
            Groups groups = Groups.of(candidates, candidates.ranked(), level);
            Spread.Grouping grouping = levels.get(level);
            int[] selected =
                    attempt.selected() instanceof Choice.Made<int[]>(int[] chosen) ? chosen.clone() : new int[0];
            Arrays.sort(selected);
            for (GroupChoice.Group group : groups.weighed(
                    request.rules(), request.roomWanted(), grouping.bounds().min())) {
                boolean chosen = Arrays.stream(groups.members(group))
                        .anyMatch(candidate -> Arrays.binarySearch(selected, candidate) >= 0);
                if (traced.size() < DecisionTrace.GROUPS_MAX) {
                    traced.add(new DecisionTrace.Group(
                            grouping.field(), group.name(), group.clusters(), group.weight(), chosen));
                }
            }
        }
        return traced;
    }
}
