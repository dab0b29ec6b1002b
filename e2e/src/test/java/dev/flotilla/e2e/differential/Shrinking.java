package dev.flotilla.e2e.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes from a session what its difference does not need: steps, then fields, one after the other. */
final class Shrinking {
    private static final int ATTEMPTS_MAX = 400;

    private final Duel duel;
    private int attempts;

    Shrinking(Duel duel) {
        this.duel = duel;
    }

    record Least(Session session, Difference difference) {}

    Least shrink(Session session, Duel.Parting parting) {
        Least least = new Least(session.upTo(parting.step() + 1), parting.difference());
        least = fewerSteps(least);
        boolean progress = true;
        while (progress && attempts < ATTEMPTS_MAX) {
            Least smaller = fewerFields(least);
            progress = !smaller.session().equals(least.session());
            least = smaller;
        }
        return least;
    }

    private Least fewerSteps(Least from) {
        Least least = from;
        for (int i = least.session().steps().size() - 2; i >= 0; i--) {
            least = attempt(least.session().without(i), least);
        }
        return least;
    }

    private Least fewerFields(Least from) {
        Least least = from;
        for (int i = 0; i < least.session().steps().size(); i++) {
            for (List<Object> path : paths(least.session().steps().get(i).body())) {
                Step step = least.session().steps().get(i);
                Optional<JsonNode> less = without(step.body(), path);
                if (less.isPresent()) {
                    least = attempt(least.session().with(i, step.withBody(less.get())), least);
                }
            }
        }
        return least;
    }

    /** The smaller session if it still differs in the same place. */
    private Least attempt(Session smaller, Least otherwise) {
        if (++attempts > ATTEMPTS_MAX) {
            return otherwise;
        }
        return duel.play(smaller)
                .filter(parting -> alike(parting.difference(), otherwise.difference()))
                .map(parting -> new Least(smaller.upTo(parting.step() + 1), parting.difference()))
                .orElse(otherwise);
    }

    private static boolean alike(Difference one, Difference other) {
        return Kind.of(one).equals(Kind.of(other));
    }

    /** What makes two differences the same one: names and numbers do not count. */
    record Kind(String where, String theirs, String ours) {
        private static final int START = 60;

        static Kind of(Difference difference) {
            return new Kind(
                    difference.where().replaceAll("\\d+|\\{[^}]*}", "#"),
                    start(difference.theirs()),
                    start(difference.ours()));
        }

        private static String start(String text) {
            String plain = text.startsWith("{") || text.startsWith("[") ? "" : text.replaceAll("\\d+", "#");
            return plain.substring(0, Math.min(START, plain.length()));
        }
    }

    private static List<List<Object>> paths(JsonNode node) {
        List<List<Object>> all = new ArrayList<>();
        collect(List.of(), node, all);
        return all;
    }

    private static void collect(List<Object> path, JsonNode node, List<List<Object>> all) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> child(path, entry.getKey(), entry.getValue(), all));
        } else if (node instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                child(path, i, list.get(i), all);
            }
        }
    }

    private static void child(List<Object> path, Object step, JsonNode value, List<List<Object>> all) {
        boolean what = path.isEmpty() && (step.equals("apiVersion") || step.equals("kind"));
        boolean named = step.equals("metadata") && value.has("name");
        if (what || named || value.asString("").equals(Step.NAME)) {
            return;
        }
        List<Object> next = new ArrayList<>(path);
        next.add(step);
        all.add(next);
        collect(next, value, all);
    }

    private static Optional<JsonNode> without(JsonNode body, List<Object> path) {
        JsonNode copy = body.deepCopy();
        JsonNode parent = copy;
        for (Object step : path.subList(0, path.size() - 1)) {
            parent = step instanceof Integer index ? parent.path(index) : parent.path((String) step);
        }
        Object last = path.getLast();
        boolean removed = switch (parent) {
            case ObjectNode object -> last instanceof String name && object.remove(name) != null;
            case ArrayNode list -> last instanceof Integer index && list.remove(index) != null;
            default -> false;
        };
        return removed ? Optional.of(copy) : Optional.empty();
    }
}
