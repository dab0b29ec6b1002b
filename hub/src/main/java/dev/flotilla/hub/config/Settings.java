package dev.flotilla.hub.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a configuration file. Whatever is wrong becomes a finding and reading goes on with something harmless,
 * so that all problems are told at once. {@link #end} finds the settings that nobody asked for.
 */
final class Settings {
    private final Findings findings;
    private final String path;
    private final int line;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final SortedSet<String> known = new TreeSet<>();

    private record Entry(int line, Node value) {}

    private Settings(Findings findings, String path, int line) {
        this.findings = findings;
        this.path = path;
        this.line = line;
    }

    /** @param path of the mapping itself, empty for the file's own */
    static Settings of(Findings findings, String path, MappingNode mapping) {
        Settings settings = new Settings(findings, path, line(mapping));
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            Entry before = settings.entries.put(name, new Entry(line(key), tuple.getValueNode()));
            if (before != null) {
                findings.problem(
                        line(key),
                        settings.named(name) + " is set twice, first in line " + before.line() + "; keep one of them");
            }
        }
        return settings;
    }

    static Settings empty(Findings findings, String path, int line) {
        return new Settings(findings, path, line);
    }

    /** Where the mapping begins, from 1. */
    int line() {
        return line;
    }

    /** The line of a setting, or of the mapping if it is not set. */
    int line(String name) {
        Entry entry = entries.get(name);
        return entry == null ? line : entry.line();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    Collection<String> names() {
        return entries.keySet();
    }

    Optional<String> text(String name) {
        return entry(name).flatMap(entry -> scalar(name, entry));
    }

    String text(String name, String byDefault) {
        return text(name).orElse(byDefault);
    }

    /** @param advice what to write, for whoever has left it out */
    String required(String name, String advice) {
        Optional<String> text = text(name);
        if (text.isEmpty() && !has(name)) {
            findings.problem(line, named(name) + " is missing; " + advice);
        }
        return text.orElse("");
    }

    boolean flag(String name, boolean byDefault) {
        return parsed(name, text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
                })
                .orElse(byDefault);
    }

    int number(String name, int byDefault, int least, int most) {
        return parsed(name, text -> {
                    if (!text.matches("-?\\d{1,9}")
                            || Integer.parseInt(text) < least
                            || Integer.parseInt(text) > most) {
                        throw new IllegalArgumentException(
                                "'" + text + "' is no whole number from " + least + " to " + most);
                    }
                    return Integer.parseInt(text);
                })
                .orElse(byDefault);
    }

    Duration duration(String name, Duration byDefault) {
        return parsed(name, Durations::parse).orElse(byDefault);
    }

    Optional<Address> address(String name) {
        return parsed(name, Address::parse);
    }

    /** A file that must be there. */
    Optional<Path> file(String name) {
        Optional<Path> file = parsed(name, findings::resolve);
        file.filter(each -> !findings.exists(each))
                .ifPresent(absent -> findings.problem(
                        line(name), named(name) + ": there is no file " + absent + "; create it, or correct the path"));
        return file;
    }

    Path requiredFile(String name, String advice) {
        required(name, advice);
        return file(name).orElse(Path.of(""));
    }

    Path path(String name, String advice) {
        return findings.resolve(required(name, advice));
    }

    <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException invalid) {
                findings.problem(line(name), named(name) + ": " + invalid.getMessage());
                return Optional.empty();
            }
        });
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(name)) {
            scalar(name, new Entry(line(item), item)).ifPresent(texts::add);
        }
        return texts;
    }

    List<Settings> sections(String name) {
        List<Settings> sections = new ArrayList<>();
        for (Node item : items(name)) {
            mapping(named(name) + "[]", new Entry(line(item), item)).ifPresent(sections::add);
        }
        return sections;
    }

    Optional<Settings> section(String name) {
        return entry(name).flatMap(entry -> mapping(named(name), entry));
    }

    /** A mapping whose names are the user's own: each with the mapping under it. */
    SequencedMap<String, Settings> sectionsByName(String name) {
        SequencedMap<String, Settings> sections = new LinkedHashMap<>();
        section(name)
                .ifPresent(under -> under.entries.forEach((each, entry) ->
                        under.mapping(named(name) + ".*", entry).ifPresent(found -> sections.put(each, found))));
        return sections;
    }

    /** The settings that are there and were not asked for. */
    void end() {
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                findings.problem(
                        entry.line(),
                        "there is no setting " + named(name) + "; " + (path.isEmpty() ? "the file" : path)
                                + " may have: " + String.join(", ", known));
            }
        });
    }

    void problem(String name, String text) {
        findings.problem(line(name), named(name) + ": " + text);
    }

    private Optional<Entry> entry(String name) {
        known.add(name);
        findings.setting(named(name));
        return Optional.ofNullable(entries.get(name));
    }

    private List<Node> items(String name) {
        Optional<Entry> entry = entry(name);
        if (entry.isEmpty()) {
            return List.of();
        }
        if (entry.get().value() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(name, "this must be a list, as [one, two]");
        return List.of();
    }

    private Optional<String> scalar(String name, Entry entry) {
        if (entry.value() instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        String what = entry.value() instanceof ScalarNode
                ? "has no value; give one, or remove the line"
                : "must be one value";
        findings.problem(entry.line(), named(name) + " " + what);
        return Optional.empty();
    }

    private Optional<Settings> mapping(String fullName, Entry entry) {
        if (entry.value() instanceof MappingNode mapping) {
            return Optional.of(of(findings, fullName, mapping));
        }
        findings.problem(entry.line(), fullName + " must have settings of its own, indented under it");
        return Optional.empty();
    }

    private String named(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
