package dev.flotilla.cli.client;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One context of a kubeconfig, with the material it names read in.
 *
 * @param server the API server's URL, without a slash at its end
 * @param caPem empty if the system's own authorities are to be trusted
 */
public record Kubeconfig(
        String context,
        String server,
        Optional<String> caPem,
        Optional<String> clientCertificatePem,
        Optional<String> clientKeyPem,
        Optional<String> token,
        boolean insecure) {

    /** @param context empty for the file's current context */
    public static Kubeconfig read(Path file, Optional<String> context) {
        try {
            return parse(file, Files.readString(file), context);
        } catch (IOException unreadable) {
            throw new UserError("cannot read the kubeconfig " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** @param file where the text is from: files it names are looked for beside it */
    public static Kubeconfig parse(Path file, String text, Optional<String> context) {
        JsonNode config = load(file, text);
        String name = context.orElseGet(() -> config.path("current-context").asString(""));
        if (name.isEmpty()) {
            throw new UserError(file + " has no current-context; name one with --context");
        }
        JsonNode chosen = named(file, config, "contexts", name).path("context");
        JsonNode cluster = named(
                        file, config, "clusters", chosen.path("cluster").asString(""))
                .path("cluster");
        JsonNode user =
                named(file, config, "users", chosen.path("user").asString("")).path("user");
        if (user.has("exec") || user.has("auth-provider")) {
            throw new UserError("context '" + name + "' in " + file + " logs in by running a program (exec); give a"
                    + " kubeconfig with a certificate or a token of its own, as `kubectl create token` makes");
        }
        return new Kubeconfig(
                name,
                cluster.path("server").asString("").replaceAll("/+$", ""),
                material(file, cluster, "certificate-authority"),
                material(file, user, "client-certificate"),
                material(file, user, "client-key"),
                token(file, user),
                cluster.path("insecure-skip-tls-verify").asBoolean(false));
    }

    /** As a kubeconfig of its own, holding this one context and nothing outside itself. */
    public ObjectNode standalone(String name) {
        ObjectNode config = ObjectJson.mapper().createObjectNode();
        config.put("apiVersion", "v1").put("kind", "Config").put("current-context", name);
        ObjectNode cluster =
                config.putArray("clusters").addObject().put("name", name).putObject("cluster");
        cluster.put("server", server);
        caPem.ifPresent(pem -> cluster.put("certificate-authority-data", base64(pem)));
        if (insecure) {
            cluster.put("insecure-skip-tls-verify", true);
        }
        ObjectNode user = config.putArray("users").addObject().put("name", name).putObject("user");
        clientCertificatePem.ifPresent(pem -> user.put("client-certificate-data", base64(pem)));
        clientKeyPem.ifPresent(pem -> user.put("client-key-data", base64(pem)));
        token.ifPresent(value -> user.put("token", value));
        config.putArray("contexts")
                .addObject()
                .put("name", name)
                .putObject("context")
                .put("cluster", name)
                .put("user", name);
        return config;
    }

    /** Several contexts in one file; the first is the current one. */
    public static ObjectNode merged(SequencedMap<String, Kubeconfig> byName) {
        ObjectNode merged = ObjectJson.mapper().createObjectNode();
        merged.put("apiVersion", "v1").put("kind", "Config");
        merged.put("current-context", byName.firstEntry().getKey());
        for (String list : List.of("clusters", "users", "contexts")) {
            ArrayNode all = merged.putArray(list);
            byName.forEach(
                    (name, each) -> all.addAll((ArrayNode) each.standalone(name).path(list)));
        }
        return merged;
    }

    private static JsonNode load(Path file, String text) {
        try {
            Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
            if (loaded instanceof Map<?, ?>) {
                return ObjectJson.mapper().valueToTree(loaded);
            }
            throw new UserError(file + " is not a kubeconfig");
        } catch (YamlEngineException unreadable) {
            throw new UserError("cannot read the kubeconfig " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static JsonNode named(Path file, JsonNode config, String list, String name) {
        for (JsonNode each : config.path(list)) {
            if (each.path("name").asString("").equals(name)) {
                return each;
            }
        }
        throw new UserError(file + " has no entry '" + name + "' in " + list);
    }

    private static Optional<String> material(Path file, JsonNode in, String field) {
        String inline = in.path(field + "-data").asString("");
        if (!inline.isEmpty()) {
            return Optional.of(new String(Base64.getMimeDecoder().decode(inline), StandardCharsets.UTF_8));
        }
        return content(file, in.path(field).asString(""));
    }

    private static Optional<String> token(Path file, JsonNode user) {
        String inline = user.path("token").asString("");
        return inline.isEmpty()
                ? content(file, user.path("tokenFile").asString("")).map(String::strip)
                : Optional.of(inline);
    }

    private static Optional<String> content(Path file, String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file.toAbsolutePath().resolveSibling(path)));
        } catch (IOException unreadable) {
            throw new UserError(file + " names " + path + ", which cannot be read", unreadable);
        }
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}
