package dev.flotilla.api.schema.validation;

import dev.flotilla.api.schema.decode.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** ConfigMaps and Secrets. */
final class ConfigRules {
    private static final int BYTES_MAX = 1 << 20;
    private static final String IMMUTABLE = "field is immutable when `immutable` is set";

    private final Checks checks;

    ConfigRules(Checks checks) {
        this.checks = checks;
    }

    void configMap(JsonNode map) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : map.path("data").properties()) {
            String at = "data[" + entry.getKey() + "]";
            checks.invalid(at, entry.getKey(), Names.configKey(entry.getKey()));
            if (map.path("binaryData").has(entry.getKey())) {
                checks.invalid(at, entry.getKey(), "duplicate of key present in binaryData");
            }
            bytes += entry.getValue().asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        for (Map.Entry<String, JsonNode> entry : map.path("binaryData").properties()) {
            checks.invalid("binaryData[" + entry.getKey() + "]", entry.getKey(), Names.configKey(entry.getKey()));
            bytes += bytes(entry.getValue()).length;
        }
        if (bytes > BYTES_MAX) {
            checks.add(MetadataRules.tooLong("", BYTES_MAX));
        }
    }

    void secret(JsonNode secret) {
        JsonNode data = secret.path("data");
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            checks.invalid("data[" + entry.getKey() + "]", entry.getKey(), Names.configKey(entry.getKey()));
            bytes += bytes(entry.getValue()).length;
        }
        if (bytes > BYTES_MAX) {
            checks.add(MetadataRules.tooLong("data", BYTES_MAX));
        }
        switch (secret.path("type").asString("")) {
            case "kubernetes.io/service-account-token" -> {
                String annotation = "kubernetes.io/service-account.name";
                JsonNode account = secret.path("metadata").path("annotations").path(annotation);
                checks.requiredText("metadata.annotations[" + annotation + "]", account);
            }
            case "kubernetes.io/dockercfg" -> json(".dockercfg", data);
            case "kubernetes.io/dockerconfigjson" -> json(".dockerconfigjson", data);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    checks.required("data[username]");
                    checks.required("data[password]");
                }
            }
            case "kubernetes.io/ssh-auth" -> checks.requiredText("data[ssh-privatekey]", data.path("ssh-privatekey"));
            case "kubernetes.io/tls" -> {
                present("tls.crt", data);
                present("tls.key", data);
            }
            default -> {
                // Other types say nothing of their keys.
            }
        }
    }

    private void present(String key, JsonNode data) {
        if (!data.has(key)) {
            checks.required("data[" + key + "]");
        }
    }

    private void json(String key, JsonNode data) {
        if (!data.has(key)) {
            checks.required("data[" + key + "]");
            return;
        }
        Decoder.objectComplaint(bytes(data.path(key)))
                .ifPresent(why -> checks.invalid("data[" + key + "]", "<secret contents redacted>", why));
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asString(""));
    }

    /** What an immutable ConfigMap or Secret refuses. */
    void stays(JsonNode before, JsonNode now) {
        if (!before.path("immutable").asBoolean(false)) {
            return;
        }
        if (!now.path("immutable").asBoolean(false)) {
            checks.forbidden("immutable", IMMUTABLE);
        }
        for (String field : new String[] {"data", "binaryData"}) {
            boolean empty = before.path(field).isEmpty() && now.path(field).isEmpty();
            if (!empty && !Checks.same(before.path(field), now.path(field))) {
                checks.forbidden(field, IMMUTABLE);
            }
        }
    }

    void typeStays(JsonNode before, JsonNode now) {
        checks.immutable("type", before.path("type"), now.path("type"));
    }
}
