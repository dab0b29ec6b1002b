package dev.flotilla.e2e.differential;

import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Where two answers part first. */
record Difference(String where, String theirs, String ours) {
    static Optional<Difference> between(Seen theirs, Seen ours) {
        if (theirs.code() != ours.code()) {
            return Optional.of(
                    new Difference("code", theirs.code() + " " + theirs.body(), ours.code() + " " + ours.body()));
        }
        if (!theirs.warnings().equals(ours.warnings())) {
            return Optional.of(new Difference(
                    "warnings", theirs.warnings().toString(), ours.warnings().toString()));
        }
        boolean refused = theirs.code() >= 300 && !theirs.body().equals(ours.body());
        return refused
                ? Optional.of(new Difference(
                        "refusal", theirs.body().toString(), ours.body().toString()))
                : between("", theirs.body(), ours.body());
    }

    private static Optional<Difference> between(String path, JsonNode theirs, JsonNode ours) {
        if (theirs.equals(ours)) {
            return Optional.empty();
        }
        if (theirs.isObject() && ours.isObject()) {
            TreeSet<String> names = new TreeSet<>(theirs.propertyNames());
            names.addAll(ours.propertyNames());
            return names.stream()
                    .flatMap(name -> between(path + "/" + name, theirs.path(name), ours.path(name)).stream())
                    .findFirst();
        }
        if (theirs.isArray() && ours.isArray() && theirs.size() == ours.size()) {
            for (int i = 0; i < theirs.size(); i++) {
                Optional<Difference> inner = between(path + "/" + i, theirs.get(i), ours.get(i));
                if (inner.isPresent()) {
                    return inner;
                }
            }
        }
        return Optional.of(new Difference(path, theirs.toString(), ours.toString()));
    }

    @Override
    public String toString() {
        return "at " + where + "\n  kube-apiserver: " + theirs + "\n  flotilla:       " + ours;
    }
}
