package dev.flotilla.cli.client;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Manifests from files, and where an API serves their kinds. */
public final class Manifests {
    private final KubeClient client;
    private final Map<String, JsonNode> resourcesByVersion = new HashMap<>();

    public Manifests(KubeClient client) {
        this.client = client;
    }

    /** Every object in the YAML files of a directory, files in order of their names, or in one file. */
    public static List<ObjectNode> read(Path fileOrDirectory) {
        try (Stream<Path> files =
                Files.isDirectory(fileOrDirectory) ? Files.list(fileOrDirectory) : Stream.of(fileOrDirectory)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .flatMap(file -> parse(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UserError("cannot read manifests from " + fileOrDirectory, unreadable);
        }
    }

    /** Server-side applies the object, in namespace {@code default} if it names none and needs one. */
    public ObjectNode apply(ObjectNode object) {
        return client.apply(path(object), object);
    }

    /** The object's own URL path. */
    public String path(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        String kind = object.path("kind").asString("");
        String root = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        JsonNode resource = resource(root, kind);
        String namespace = object.at("/metadata/namespace").asString("default");
        String scope = resource.path("namespaced").asBoolean(false) ? "/namespaces/" + namespace : "";
        return root + scope + "/" + resource.path("name").asString() + "/"
                + object.at("/metadata/name").asString("");
    }

    private JsonNode resource(String root, String kind) {
        JsonNode resources = resourcesByVersion.computeIfAbsent(
                root,
                path -> client.get(path)
                        .<JsonNode>map(found -> found.path("resources"))
                        .orElseThrow(() -> new UserError("the server does not serve " + path)));
        for (JsonNode each : resources) {
            if (each.path("kind").asString().equals(kind)
                    && !each.path("name").asString().contains("/")) {
                return each;
            }
        }
        throw new UserError("the server does not serve kind " + kind + " under " + root);
    }

    private static List<ObjectNode> parse(Path file) {
        List<ObjectNode> objects = new ArrayList<>();
        try {
            for (Object document : new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadAllFromString(Files.readString(file))) {
                if (document instanceof Map<?, ?>) {
                    objects.add(ObjectJson.mapper().valueToTree(document));
                }
            }
        } catch (IOException | YamlEngineException unreadable) {
            throw new UserError("cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
        return objects;
    }
}
