package dev.flotilla.e2e.conformance;

import dev.flotilla.api.store.ObjectJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All cases that ran, by subject; written to {@code target/conformance.md} and {@code .json} at the end of the run. */
final class Report implements AutoCloseable {
    private static final Path TARGET = Path.of("target");

    /** @param section as in {@link Sections#TITLES} */
    record Case(String section, String name) implements Comparable<Case> {
        @Override
        public int compareTo(Case other) {
            int bySection = section.compareTo(other.section);
            return bySection == 0 ? name.compareTo(other.name) : bySection;
        }
    }

    private final SortedMap<Case, SortedMap<String, Outcome>> cases = new TreeMap<>();

    synchronized void add(Case each, String subject, Outcome outcome) {
        cases.computeIfAbsent(each, _ -> new TreeMap<>()).put(subject, outcome);
    }

    @Override
    public synchronized void close() {
        try {
            Files.createDirectories(TARGET);
            Files.writeString(TARGET.resolve("conformance.md"), markdown());
            Files.writeString(TARGET.resolve("conformance.json"), json().toPrettyString());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the report on conformance", failed);
        }
        System.out.println("conformance: " + cases.size() + " cases; "
                + subjects().stream().map(this::summary).collect(Collectors.joining("; "))
                + "; see target/conformance.md");
    }

    private SortedSet<String> subjects() {
        SortedSet<String> all = new TreeSet<>();
        cases.values().forEach(outcomes -> all.addAll(outcomes.keySet()));
        return Collections.unmodifiableSortedSet(all);
    }

    private String summary(String subject) {
        return subject + ": " + count(subject, Outcome.Passed.class) + " passed, "
                + count(subject, Outcome.Failed.class) + " failed, " + count(subject, Outcome.Skipped.class)
                + " skipped";
    }

    private long count(String subject, Class<? extends Outcome> outcome) {
        return cases.values().stream()
                .filter(outcomes -> outcome.isInstance(outcomes.get(subject)))
                .count();
    }

    private ObjectNode json() {
        ObjectNode report = ObjectJson.mapper().createObjectNode().put("count", cases.size());
        ArrayNode all = report.putArray("cases");
        cases.forEach((each, outcomes) -> {
            ObjectNode entry = all.addObject().put("case", each.name()).put("section", each.section());
            ObjectNode bySubject = entry.putObject("subjects");
            outcomes.forEach((subject, outcome) -> bySubject.put(subject, outcome.shown()));
        });
        return report;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Conformance\n\n" + cases.size() + " cases.\n\n");
        subjects().forEach(subject -> text.append("- ").append(summary(subject)).append('\n'));
        for (String section :
                new TreeSet<>(cases.keySet().stream().map(Case::section).toList())) {
            text.append(table(section));
        }
        return text.toString();
    }

    private String table(String section) {
        List<String> subjects = List.copyOf(subjects());
        StringBuilder text = new StringBuilder("\n## §" + section + " " + Sections.TITLES.getOrDefault(section, "")
                + "\n\n| case | " + String.join(" | ", subjects) + " |\n|---|"
                + "---|".repeat(subjects.size()) + "\n");
        for (Map.Entry<Case, SortedMap<String, Outcome>> each : cases.entrySet()) {
            if (each.getKey().section().equals(section)) {
                String cells = subjects.stream()
                        .map(subject -> shown(each.getValue(), subject))
                        .collect(Collectors.joining(" | "));
                text.append("| ")
                        .append(cell(each.getKey().name()))
                        .append(" | ")
                        .append(cells)
                        .append(" |\n");
            }
        }
        return text.toString();
    }

    private static String shown(Map<String, Outcome> outcomes, String subject) {
        Outcome outcome = outcomes.get(subject);
        return outcome == null ? "–" : cell(outcome.shown());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
