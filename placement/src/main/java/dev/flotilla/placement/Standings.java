package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.List;

/** Every filter's verdict on every cluster, and where those that passed rank. */
record Standings(Screening screening) {
    /** Clusters by name. */
    List<Standing> under(int term) {
        Candidates candidates = screening.under(term, true);
        WorkloadRequest request = screening.request();
        int[] ranks = new int[screening.fleet().size()];
        int[] of = new int[screening.fleet().size()];
        int rank = 0;
        for (int candidate : candidates.ranked()) {
            ranks[candidates.cluster(candidate)] = ++rank;
            of[candidates.cluster(candidate)] = candidate;
        }
        List<Standing> standings = new ArrayList<>();
        RawScores scores = new RawScores(screening);
        for (int cluster = 0; cluster < ranks.length; cluster++) {
            FleetCluster each = screening.fleet().clusters().get(cluster);
            List<Standing.Verdict> filters = new Verdicts(
                            each,
                            request,
                            screening.previous(),
                            request.rules().terms().get(term))
                    .all();
            List<Standing.Group> groups = request.rules().spread().levels().stream()
                    .map(level -> new Standing.Group(level.field(), level.of().apply(each)))
                    .toList();
            int candidate = of[cluster];
            standings.add(
                    ranks[cluster] == 0
                            ? new Standing(each.name(), filters, 0, -1, 0, -1, List.of(), groups)
                            : new Standing(
                                    each.name(),
                                    filters,
                                    ranks[cluster],
                                    candidates.tier(candidate),
                                    candidates.score(candidate),
                                    request.workload() ? candidates.available(candidate) : -1,
                                    scores.of(cluster),
                                    groups));
        }
        return standings;
    }
}
