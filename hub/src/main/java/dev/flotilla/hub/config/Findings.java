package dev.flotilla.hub.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What reading one file has found: all that is wrong with it, and which settings were looked for. */
final class Findings {
    private record Problem(int line, String text) {}

    private final Path file;
    private final Predicate<Path> exists;
    private final List<Problem> problems = new ArrayList<>();
    private final SortedSet<String> settings = new TreeSet<>();

    /** @param exists whether a file that the configuration names is there */
    Findings(Path file, Predicate<Path> exists) {
        this.file = file;
        this.exists = exists;
    }

    /** @param line from 1 */
    void problem(int line, String text) {
        problems.add(new Problem(line, file + ":" + line + ": " + text));
    }

    void setting(String path) {
        settings.add(path);
    }

    /** Every setting that was looked for, by its path. */
    SortedSet<String> settings() {
        return settings;
    }

    /** A path as the file means it: relative to the file itself. */
    Path resolve(String path) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return directory == null ? Path.of(path) : directory.resolve(path).normalize();
    }

    boolean exists(Path path) {
        return exists.test(path);
    }

    /** In the order of the file's lines. */
    void throwIfAny() throws HubFileException {
        if (!problems.isEmpty()) {
            throw new HubFileException(problems.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(Problem::text)
                    .distinct()
                    .toList());
        }
    }
}
