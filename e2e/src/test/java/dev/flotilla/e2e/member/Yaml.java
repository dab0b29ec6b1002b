package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests written as people write them. */
public final class Yaml {
    private Yaml() {}

    /** @param arguments put in for {@code %s}, as {@link String#format} does */
    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not among the dependencies
    public static ObjectNode object(String yaml, Object... arguments) {
        return ObjectJson.mapper().valueToTree(load().loadFromString(yaml.formatted(arguments)));
    }

    /** Any one value. */
    public static JsonNode value(String yaml) {
        return ObjectJson.mapper().valueToTree(load().loadFromString(yaml));
    }

    /** All documents of a file beside the tests. */
    public static List<ObjectNode> resource(String path) {
        try (InputStream stream = Objects.requireNonNull(Yaml.class.getResourceAsStream(path), path)) {
            List<ObjectNode> documents = new ArrayList<>();
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            load().loadAllFromString(text)
                    .forEach(document -> documents.add(ObjectJson.mapper().valueToTree(document)));
            return documents;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path, unreadable);
        }
    }

    private static Load load() {
        return new Load(LoadSettings.builder().build());
    }
}
