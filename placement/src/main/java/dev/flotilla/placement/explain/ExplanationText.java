package dev.flotilla.placement.explain;

import dev.flotilla.placement.Explanation;
import dev.flotilla.placement.explain.WorkloadExplanation.ClusterVerdict;
import dev.flotilla.placement.explain.WorkloadExplanation.Eviction;
import dev.flotilla.placement.explain.WorkloadExplanation.Leaving;
import dev.flotilla.placement.explain.WorkloadExplanation.PassedOver;
import dev.flotilla.placement.explain.WorkloadExplanation.Place;
import dev.flotilla.placement.explain.WorkloadExplanation.PolicyChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation as a person reads it: what it is, why, then one row for each cluster. */
public final class ExplanationText {
    private static final int LABEL_WIDTH = 13;

    private ExplanationText() {}

    public static String of(WorkloadExplanation it) {
        StringBuilder text = new StringBuilder();
        text.append(it.kind())
                .append(' ')
                .append(it.namespace().isEmpty() ? "" : it.namespace() + "/")
                .append(it.name())
                .append(it.replicas() == null ? "" : ", replicas: " + it.replicas())
                .append('\n');
        line(text, "where", it.where());
        policy(text, it.policy());
        line(text, "strategy", it.strategy());
        line(text, "spread", it.spread());
        line(text, "affinity", it.affinity());
        line(text, "decision", it.held());
        if (!it.asDecided()) {
            line(text, "but now", "the scheduler would decide otherwise: " + it.now());
        } else if (it.held().isEmpty()) {
            line(text, "now", it.now());
        }
        if (!it.dealtAnew().isEmpty()) {
            line(
                    text,
                    "dealt anew",
                    it.dealtAnew() + " (nothing moves without need; rescheduleTriggeredAt asks for it)");
        }
        it.leaving().forEach(leaving -> line(text, "leaving", leaving(leaving)));
        it.evictions().forEach(eviction -> line(text, "evicted", eviction(eviction)));
        it.waiting().forEach(reason -> line(text, "held back", reason));
        return text.append('\n').append(Explanation.aligned(rows(it))).toString();
    }

    private static void policy(StringBuilder text, @Nullable PolicyChoice choice) {
        if (choice == null) {
            return;
        }
        line(text, "policy", choice.policy() + ": " + choice.why());
        for (PassedOver other : choice.passedOver()) {
            line(text, "passed over", other.policy() + ": " + other.why());
        }
    }

    private static void line(StringBuilder text, String label, String words) {
        if (!words.isEmpty()) {
            text.append("  ")
                    .append(label)
                    .repeat(' ', LABEL_WIDTH - label.length())
                    .append(words)
                    .append('\n');
        }
    }

    private static String leaving(Leaving leaving) {
        return leaving.cluster() + ", " + leaving.why()
                + (leaving.since() == null ? "" : " since " + leaving.since())
                + (leaving.waitsFor().isEmpty() ? ": until the member confirms" : ": " + leaving.waitsFor());
    }

    private static String eviction(Eviction eviction) {
        return eviction.cluster() + (eviction.since() == null ? "" : " since " + eviction.since()) + ": "
                + eviction.message();
    }

    private static List<List<String>> rows(WorkloadExplanation it) {
        Set<String> leaving = it.leaving().stream().map(Leaving::cluster).collect(Collectors.toSet());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CLUSTER", "REGION", "REPLICAS", "RANK", "SCORE", "ROOM", "DECIDED BY", "WHY"));
        it.clusters().stream()
                .filter(verdict -> verdict.replicas() != null)
                .forEach(verdict -> rows.add(row(verdict, replicas(it, verdict), health(it, verdict))));
        it.clusters().stream()
                .filter(verdict -> verdict.replicas() == null)
                .forEach(verdict -> rows.add(row(verdict, leaving.contains(verdict.cluster()) ? "leaving" : "-", "")));
        return rows;
    }

    private static String replicas(WorkloadExplanation it, ClusterVerdict verdict) {
        return it.replicas() == null ? "yes" : String.valueOf(verdict.replicas());
    }

    private static List<String> row(ClusterVerdict verdict, String replicas, String health) {
        boolean ranked = verdict.rank() > 0;
        return List.of(
                verdict.cluster(),
                verdict.region().isEmpty() ? "-" : verdict.region(),
                replicas,
                ranked ? String.valueOf(verdict.rank()) : "-",
                ranked ? String.valueOf(verdict.score()) : "-",
                verdict.room() == null ? "-" : String.valueOf(verdict.room()),
                verdict.decidedBy(),
                verdict.why() + health);
    }

    /** What the member last said of a copy that is meant to be there. */
    private static String health(WorkloadExplanation it, ClusterVerdict verdict) {
        return it.places().stream()
                .filter(place -> place.cluster().equals(verdict.cluster()))
                .findFirst()
                .map(ExplanationText::health)
                .orElse("");
    }

    private static String health(Place place) {
        if (!place.applied()) {
            return "; not applied there yet" + (place.message().isEmpty() ? "" : ": " + place.message());
        }
        return place.health() == null
                ? ""
                : switch (place.health()) {
                    case HEALTHY -> "; healthy";
                    case UNHEALTHY -> "; not healthy";
                    case UNKNOWN -> "; its health is not known";
                };
    }
}
