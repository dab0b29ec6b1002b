package dev.flotilla.cli.place;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.cli.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a file, and where it stands there.
 *
 * @param number of the YAML document in the file, from 1; empty documents do not count
 * @param line at which the document begins, from 1
 */
public record Document(Path file, int number, int line, ObjectNode object) {
    private static final String LIST = "List";

    /** Every object of the YAML and JSON files given; of a directory those in it, in order of their names. */
    public static List<Document> readAll(List<Path> filesAndDirectories, boolean recursive) {
        List<Document> documents = new ArrayList<>();
        for (Path each : filesAndDirectories) {
            files(each, recursive).forEach(file -> documents.addAll(read(file)));
        }
        return documents;
    }

    private static List<Path> files(Path path, boolean recursive) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> found = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
            List<Path> files = found.filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new UserError(path + " holds no .yaml, .yml or .json file"
                        + (recursive ? "" : "; -R looks into the directories below it too"));
            }
            return files;
        } catch (IOException unreadable) {
            throw new UserError("cannot read the directory " + path + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static List<Document> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new UserError(
                    "cannot read " + file
                            + (Files.exists(file) ? ": it is not text in UTF-8" : ": there is no such file"),
                    unreadable);
        }
        List<Document> documents = new ArrayList<>();
        for (Part part : parts(text)) {
            documents.addAll(parse(file, part));
        }
        return documents;
    }

    private record Part(int number, int line, String text) {}

    /** As kubectl cuts a stream: at lines that begin with three dashes. */
    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int begins = 1;
        int line = 0;
        for (String each : (text + "\n---").split("\n", -1)) {
            line++;
            if (!each.startsWith("---")) {
                current.append(each).append('\n');
                continue;
            }
            if (!blank(current.toString())) {
                parts.add(new Part(parts.size() + 1, begins, current.toString()));
            }
            current.setLength(0);
            current.append(each.substring("---".length())).append('\n');
            begins = line;
        }
        return parts;
    }

    private static boolean blank(String text) {
        return text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    private static List<Document> parse(Path file, Part part) {
        ObjectNode object;
        try {
            object = Decoder.untyped(part.text().getBytes(StandardCharsets.UTF_8));
        } catch (StatusException malformed) {
            throw new UserError(place(file, part.number(), part.line()) + ": " + malformed.getMessage(), malformed);
        }
        boolean list = object.path("kind").asString("").endsWith(LIST)
                && object.path("items").isArray();
        if (!list) {
            return List.of(new Document(file, part.number(), part.line(), object));
        }
        List<Document> items = new ArrayList<>();
        for (JsonNode item : object.path("items")) {
            if (item instanceof ObjectNode each) {
                items.add(new Document(file, part.number(), part.line(), named(each, object)));
            }
        }
        return items;
    }

    /** Items of a typed list need not say what they are. */
    private static ObjectNode named(ObjectNode item, ObjectNode list) {
        String kind = list.path("kind").asString("");
        if (!item.has("kind") && kind.length() > LIST.length()) {
            item.put("apiVersion", list.path("apiVersion").asString(""));
            item.put("kind", kind.substring(0, kind.length() - LIST.length()));
        }
        return item;
    }

    String apiVersion() {
        return object.path("apiVersion").asString("");
    }

    String kind() {
        return object.path("kind").asString("");
    }

    String name() {
        return object.path("metadata").path("name").asString("");
    }

    /** As in {@code shop.yaml:12 (document 2, Deployment web)}. */
    String place() {
        String what = (kind() + " " + name()).strip();
        return file + ":" + line + " (document " + number + (what.isEmpty() ? "" : ", " + what) + ")";
    }

    private static String place(Path file, int number, int line) {
        return file + ":" + line + " (document " + number + ")";
    }
}
