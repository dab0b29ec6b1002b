package dev.flotilla.placement.extender;

import dev.flotilla.api.work.BindingStatus.ExtenderAnswer;
import dev.flotilla.api.work.BindingStatus.Refusal;
import dev.flotilla.api.work.BindingStatus.Score;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.Scorer;
import dev.flotilla.placement.defaults.ExtenderRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Makes what an extender replies an answer that a binding can hold: of clusters there are alone, scores between 0 and
 * 100, reasons of bounded length; in the order of names, so that equal answers are equal.
 */
final class ExtenderAnswers {
    static final String API_VERSION = "fleet.flotilla.dev/v1alpha1";
    static final String KIND = "PlacementReview";

    private static final int REASON_LENGTH_MAX = 128;
    private static final int ERROR_LENGTH_MAX = 512;

    private ExtenderAnswers() {}

    /** @param review as the extender gave it */
    static ExtenderAnswer read(
            ExtenderRule rule, ExtenderQuestion question, JsonNode review, ClusterSnapshot fleet, Instant now) {
        JsonNode response = review.path("response");
        if (!response.isObject()) {
            return failed(rule, question, "it answered without a response", now);
        }
        String error = response.path("error").asString("");
        if (!error.isEmpty()) {
            return failed(rule, question, error, now);
        }
        Set<String> known =
                fleet.clusters().stream().map(cluster -> cluster.name()).collect(Collectors.toSet());
        Map<String, Refusal> refused = new TreeMap<>();
        Map<String, Score> scores = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : response.path("refused").properties()) {
            if (known.contains(each.getKey())) {
                String reason = each.getValue().asString("");
                refused.put(
                        each.getKey(),
                        new Refusal(each.getKey(), reason.isEmpty() ? "it does not say why" : shortened(reason)));
            }
        }
        for (Map.Entry<String, JsonNode> each : response.path("scores").properties()) {
            if (!each.getValue().isNumber()) {
                return failed(rule, question, "the score of " + each.getKey() + " is no number", now);
            }
            if (known.contains(each.getKey())) {
                int score = Math.clamp(Math.round(each.getValue().asDouble(0)), 0, Scorer.SCORE_MAX);
                scores.put(each.getKey(), new Score(each.getKey(), score));
            }
        }
        return answer(rule, question, "", List.copyOf(refused.values()), new ArrayList<>(scores.values()), now);
    }

    static ExtenderAnswer failed(ExtenderRule rule, ExtenderQuestion question, String why, Instant now) {
        String error = why.length() <= ERROR_LENGTH_MAX ? why : why.substring(0, ERROR_LENGTH_MAX - 1) + "…";
        return answer(rule, question, error, List.of(), List.of(), now);
    }

    private static ExtenderAnswer answer(
            ExtenderRule rule,
            ExtenderQuestion question,
            String error,
            List<Refusal> refused,
            List<Score> scores,
            Instant now) {
        return new ExtenderAnswer(
                rule.name(),
                question.hash(),
                now.truncatedTo(ChronoUnit.SECONDS),
                rule.weight(),
                error,
                refused,
                scores);
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX - 1) + "…";
    }
}
