package dev.flotilla.placement;

import dev.flotilla.placement.spread.GroupChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Candidates by the group they belong to, the best of each first, and how well each group would do. */
final class Groups {
    private static final int WEIGHT_UNIT = 1000;

    private final Candidates candidates;
    private final Ground.Grouped grouped;
    private final int[][] members;

    private Groups(Candidates candidates, Ground.Grouped grouped, int[][] members) {
        this.candidates = candidates;
        this.grouped = grouped;
        this.members = members;
    }

    /**
     * @param best some candidates, the best first; those without a group are left out
     * @param level which of the placement's kinds of groups
     */
    static Groups of(Candidates candidates, int[] best, int level) {
        Ground.Grouped grouped = candidates.ground().level(level);
        int[] sizes = new int[grouped.count()];
        for (int candidate : best) {
            int group = grouped.of(candidates.cluster(candidate));
            if (group >= 0) {
                sizes[group]++;
            }
        }
        int[][] members = new int[sizes.length][];
        Arrays.setAll(members, group -> new int[sizes[group]]);
        int[] filled = new int[sizes.length];
        for (int candidate : best) {
            int group = grouped.of(candidates.cluster(candidate));
            if (group >= 0) {
                members[group][filled[group]++] = candidate;
            }
        }
        return new Groups(candidates, grouped, members);
    }

    /** How many have a member. */
    int count() {
        int count = 0;
        for (int[] of : members) {
            count += of.length > 0 ? 1 : 0;
        }
        return count;
    }

    /** The best first. */
    int[] members(GroupChoice.Group group) {
        return members[grouped.index(group.name())];
    }

    List<GroupChoice.Group> weighed(PlacementRules rules, int replicas, int groupsMin) {
        List<GroupChoice.Group> weighed = new ArrayList<>(members.length);
        for (int group = 0; group < members.length; group++) {
            if (members[group].length > 0) {
                long weight = weight(members[group], rules, replicas, groupsMin);
                weighed.add(new GroupChoice.Group(grouped.name(group), members[group].length, weight));
            }
        }
        return weighed;
    }

    /** How well a group would do, in units where the mean score is the smallest part. */
    private long weight(int[] group, PlacementRules rules, int replicas, int groupsMin) {
        return switch (rules.strategy()) {
            case DUPLICATED -> ofWholeCopies(group, replicas);
            case STATIC_WEIGHT -> ofWeights(group);
            case DYNAMIC_WEIGHT, AGGREGATED ->
                ofRoom(
                        group,
                        Math.ceilDiv((long) replicas, Math.max(1, groupsMin)),
                        Math.max(rules.spread().clusters().min(), groupsMin));
        };
    }

    private long ofRoom(int[] group, long wanted, int clustersWanted) {
        long room = 0;
        long score = 0;
        int counted = 0;
        for (int candidate : group) {
            room += candidates.available(candidate);
            score += candidates.score(candidate);
            counted++;
            if (counted >= clustersWanted && room >= wanted) {
                break;
            }
        }
        return room < wanted ? room * WEIGHT_UNIT + score / group.length : wanted * WEIGHT_UNIT + score / counted;
    }

    private long ofWholeCopies(int[] group, int replicas) {
        long score = 0;
        int roomy = 0;
        for (int candidate : group) {
            if (candidates.available(candidate) >= replicas) {
                score += candidates.score(candidate);
                roomy++;
            }
        }
        return roomy == 0 ? 0 : (long) roomy * WEIGHT_UNIT + score / roomy;
    }

    private long ofWeights(int[] group) {
        long weight = 0;
        long score = 0;
        for (int candidate : group) {
            weight += candidates.weight(candidate);
            score += candidates.score(candidate);
        }
        return weight * WEIGHT_UNIT + score / group.length;
    }
}
