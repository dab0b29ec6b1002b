package dev.flotilla.simulator.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The next step of a Deployment from its old ReplicaSets to its new one: which of them get another size. A step first
 * grows the new one within {@code maxSurge}; if it cannot, it shrinks the old ones as far as {@code maxUnavailable}
 * leaves room, those pods first that are of no use anyway.
 */
record Rollout(RolloutBudget budget, Revision current, List<Revision> old) {
    /** New sizes by ReplicaSet; empty when nothing is to be done now. */
    Map<Revision, Integer> next() {
        return budget.recreate() ? recreate() : rolling();
    }

    private Map<Revision, Integer> recreate() {
        Map<Revision, Integer> shrunk = new LinkedHashMap<>();
        old.stream().filter(each -> each.wanted() > 0).forEach(each -> shrunk.put(each, 0));
        boolean gone = old.stream().allMatch(Revision::idle);
        return shrunk.isEmpty() && gone ? resized(budget.desired()) : shrunk;
    }

    private Map<Revision, Integer> rolling() {
        Map<Revision, Integer> grown = resized(sizeOfNew());
        return grown.isEmpty() ? shrinkOld() : grown;
    }

    private Map<Revision, Integer> resized(int size) {
        return size == current.wanted() ? Map.of() : Map.of(current, size);
    }

    private int sizeOfNew() {
        if (current.wanted() >= budget.desired()) {
            return budget.desired();
        }
        int room = budget.podsMax() - wanted();
        return current.wanted() + Math.clamp(room, 0, budget.desired() - current.wanted());
    }

    private Map<Revision, Integer> shrinkOld() {
        Map<Revision, Integer> shrunk = new LinkedHashMap<>();
        int useless = wanted() - budget.availableMin() - (current.wanted() - current.available());
        int toSpare = available() - budget.availableMin();
        for (Revision each : oldestFirst()) {
            int unhealthy = Math.clamp(useless, 0, each.wanted() - each.available());
            int healthy = Math.clamp(Math.min(toSpare, useless - unhealthy), 0, each.available());
            useless -= unhealthy + healthy;
            toSpare -= healthy;
            if (unhealthy + healthy > 0) {
                shrunk.put(each, each.wanted() - unhealthy - healthy);
            }
        }
        return shrunk;
    }

    private List<Revision> oldestFirst() {
        List<Revision> sorted = new ArrayList<>(old);
        sorted.sort(
                Comparator.comparing((Revision each) -> each.available() > 0).thenComparing(Revision.OLDEST_FIRST));
        return sorted;
    }

    private int wanted() {
        return current.wanted() + old.stream().mapToInt(Revision::wanted).sum();
    }

    private int available() {
        return current.available() + old.stream().mapToInt(Revision::available).sum();
    }
}
