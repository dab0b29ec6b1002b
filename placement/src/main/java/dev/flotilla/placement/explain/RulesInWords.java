package dev.flotilla.placement.explain;

import dev.flotilla.api.work.Removal;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Spread;
import dev.flotilla.placement.binding.Explained;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A placement's rules, each in a few words. */
final class RulesInWords {
    private RulesInWords() {}

    static String strategy(Explained explained) {
        if (!explained.request().workload()) {
            return "the same in every cluster that is chosen";
        }
        return switch (explained.request().rules().strategy()) {
            case DUPLICATED -> "Duplicated: all replicas in every cluster that is chosen";
            case STATIC_WEIGHT -> "Divided: by the weights that the policy names";
            case DYNAMIC_WEIGHT -> "Divided: by the room that clusters have";
            case AGGREGATED -> "Divided: into as few clusters as have the room";
        };
    }

    static String spread(Explained explained) {
        Spread spread = explained.request().rules().spread();
        List<String> words = new ArrayList<>();
        spread.levels().forEach(groups -> words.add(bounds(groups.field(), groups.bounds())));
        if (!spread.clusters().equals(Spread.Bounds.ANY)) {
            words.add(bounds("cluster", spread.clusters()));
        }
        return words.isEmpty() ? "over any number of clusters" : "over " + String.join(", ", words);
    }

    private static String bounds(String field, Spread.Bounds bounds) {
        return bounds.max() == Integer.MAX_VALUE
                ? bounds.min() + " or more by " + field
                : bounds.min() == bounds.max()
                        ? bounds.min() + " by " + field
                        : bounds.min() + " to " + bounds.max() + " by " + field;
    }

    static String affinity(Explained explained) {
        List<PlacementRules.Term> terms = explained.request().rules().terms();
        String used = explained.decision().affinity().orElse("");
        if (used.isEmpty()) {
            JsonNode only = explained.placement().path("clusterAffinity");
            return only.isObject() && !only.isEmpty() ? only.toString() : "any cluster";
        }
        for (int index = 0; index < terms.size(); index++) {
            if (terms.get(index).name().equals(used)) {
                JsonNode written =
                        explained.placement().path("clusterAffinities").path(index);
                return used + ", " + (index + 1) + " of " + terms.size() + ": " + written;
            }
        }
        return used;
    }

    static String label(Removal.Why why) {
        return switch (why) {
            case MOVED -> "Moved";
            case EVICTED -> "Evicted";
            case PURGED_DIRECTLY -> "PurgedDirectly";
            case PREEMPTED -> "Preempted";
            case SCALED_DOWN -> "ScaledDown";
            case TEMPLATE_DELETED -> "TemplateDeleted";
            case POLICY_GONE -> "PolicyGone";
            case CLUSTER_LEFT -> "ClusterLeft";
        };
    }
}
