package dev.flotilla.placement.spread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses groups by looking at every feasible path: what {@link GroupChoice} must agree with. */
final class WholeSearch {
    private static final Comparator<GroupChoice.Group> BY_WEIGHT =
            Comparator.comparingLong(GroupChoice.Group::weight).reversed().thenComparing(GroupChoice.Group::name);

    private final List<GroupChoice.Group> groups;
    private final int least;
    private final int most;
    private final int wanted;
    private final List<List<GroupChoice.Group>> found = new ArrayList<>();

    WholeSearch(List<GroupChoice.Group> groups, int least, int most, int wanted) {
        this.groups = groups.stream()
                .sorted(Comparator.comparingInt(GroupChoice.Group::clusters)
                        .thenComparing(Comparator.comparingLong(GroupChoice.Group::weight)
                                .reversed())
                        .thenComparing(GroupChoice.Group::name))
                .toList();
        this.least = least;
        this.most = most;
        this.wanted = wanted;
    }

    List<GroupChoice.Group> chosen() {
        search(new ArrayList<>(), 0);
        if (found.isEmpty()) {
            return List.of();
        }
        List<List<GroupChoice.Group>> ordered = new ArrayList<>();
        found.forEach(path -> ordered.add(path.stream().sorted(BY_WEIGHT).toList()));
        ordered.sort(Comparator.comparingLong(WholeSearch::weight)
                .reversed()
                .thenComparing(Comparator.comparingInt(WholeSearch::clusters).reversed()));
        List<GroupChoice.Group> chosen = ordered.getFirst();
        for (List<GroupChoice.Group> later : ordered) {
            boolean prefix = later.size() < chosen.size()
                    && chosen.subList(0, later.size()).equals(later);
            chosen = prefix ? later : chosen;
        }
        return chosen;
    }

    private void search(List<GroupChoice.Group> path, int from) {
        if (clusters(path) >= wanted && path.size() >= least && path.size() <= most) {
            found.add(List.copyOf(path));
            return;
        }
        for (int next = from; next < groups.size() && path.size() < most; next++) {
            path.add(groups.get(next));
            search(path, next + 1);
            path.removeLast();
        }
    }

    private static long weight(List<GroupChoice.Group> path) {
        return path.stream().mapToLong(GroupChoice.Group::weight).sum();
    }

    private static int clusters(List<GroupChoice.Group> path) {
        return path.stream().mapToInt(GroupChoice.Group::clusters).sum();
    }
}
