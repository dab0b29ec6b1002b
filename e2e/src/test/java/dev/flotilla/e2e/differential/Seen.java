package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.member.Answer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server answered, without what must differ from server to server: uids, versions, times, addresses.
 *
 * @param warnings of fields that are unknown or given twice: of values that are merely unwise a hub does not warn
 */
record Seen(int code, List<String> warnings, JsonNode body) {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ADDRESS = Pattern.compile("10\\.96\\.\\d+\\.\\d+");
    /** A whole object in a message, in whatever order its fields come. */
    private static final Pattern DUMP = Pattern.compile("Invalid value: (\"\\{.*}\"|\"map\\[.*]\"): ", Pattern.DOTALL);

    private static final int REFUSED = 300;
    private static final int NODE_PORT_MIN = 30_000;
    private static final Comparator<JsonNode> BY_MANAGER =
            Comparator.comparing(entry -> entry.path("operation").asString("")
                    + " " + entry.path("manager").asString("") + " "
                    + entry.path("apiVersion").asString("") + " "
                    + entry.path("subresource").asString(""));

    static Seen of(Answer answer, String name) {
        List<String> warnings = answer.headers().allValues("Warning").stream()
                .filter(warning -> answer.code() < REFUSED)
                .filter(warning -> warning.contains("unknown field") || warning.contains("duplicate field"))
                .toList();
        String text = answer.body(Integer.MAX_VALUE).replace(name, Step.NAME);
        if (!text.startsWith("{")) {
            return new Seen(answer.code(), warnings, ObjectJson.mapper().valueToTree(text));
        }
        ObjectNode body = (ObjectNode) ObjectJson.mapper().readTree(text);
        return new Seen(answer.code(), warnings, mask(body));
    }

    /** The connection broke. */
    static Seen nothing(UncheckedIOException broken) {
        return new Seen(0, List.of(), ObjectJson.mapper().valueToTree(String.valueOf(broken.getCause())));
    }

    private static ObjectNode mask(ObjectNode body) {
        if (body.get("metadata") instanceof ObjectNode metadata) {
            maskMetadata(metadata);
        }
        if (body.get("spec") instanceof ObjectNode spec
                && body.path("kind").asString("").equals("Service")) {
            maskAddresses(spec);
        }
        if (body.path("kind").asString("").equals("Status")) {
            body.put("message", text(body.path("message").asString("")));
            maskCauses(body);
            if (body.get("details") instanceof ObjectNode details && details.has("uid")) {
                details.put("uid", "UID");
            }
        }
        return body;
    }

    /** A kube-apiserver tells the managers of a conflict in any order, and some causes several times. */
    private static void maskCauses(ObjectNode status) {
        if (!(status.path("details").get("causes") instanceof ArrayNode causes)) {
            return;
        }
        causes.forEach(cause ->
                ((ObjectNode) cause).put("message", text(cause.path("message").asString(""))));
        List<JsonNode> once = new ArrayList<>(causes.valueStream().distinct().toList());
        if (status.path("reason").asString("").equals("Conflict")) {
            once.sort(Comparator.comparing(JsonNode::toString));
        }
        causes.removeAll();
        causes.addAll(once);
    }

    private static void maskMetadata(ObjectNode metadata) {
        for (String field : List.of("uid", "resourceVersion", "creationTimestamp", "deletionTimestamp")) {
            if (metadata.has(field)) {
                metadata.put(field, "MASKED");
            }
        }
        if (metadata.get("managedFields") instanceof ArrayNode managers) {
            metadata.put("managersInOrder", inOrder(managers));
            List<JsonNode> sorted = new ArrayList<>(managers.valueStream().toList());
            sorted.sort(BY_MANAGER);
            managers.removeAll();
            sorted.forEach(entry -> {
                if (entry.has("time")) {
                    ((ObjectNode) entry).put("time", "TIME");
                }
                managers.add(entry);
            });
        }
    }

    /** Applies first, then by time, then by name: which comes first may depend on when the clock ticked. */
    private static boolean inOrder(ArrayNode managers) {
        List<String> keys = managers.valueStream()
                .map(entry -> (entry.path("operation").asString("").equals("Apply") ? "0 " : "1 ")
                        + entry.path("time").asString("") + " "
                        + entry.path("manager").asString(""))
                .toList();
        return keys.equals(keys.stream().sorted().toList());
    }

    private static void maskAddresses(ObjectNode spec) {
        if (ADDRESS.matcher(spec.path("clusterIP").asString("")).matches()) {
            spec.put("clusterIP", "ADDRESS");
            spec.putArray("clusterIPs").add("ADDRESS");
        }
        spec.path("ports").forEach(port -> {
            if (port.path("nodePort").asInt(0) >= NODE_PORT_MIN) {
                ((ObjectNode) port).remove("nodePort");
            }
        });
        if (spec.path("healthCheckNodePort").asInt(0) >= NODE_PORT_MIN) {
            spec.remove("healthCheckNodePort");
        }
    }

    private static String text(String message) {
        String dumped = DUMP.matcher(message)
                .replaceAll("Invalid value: DUMP: ")
                .replaceAll("Duplicate value: \\{[^}]*}", "Duplicate value: DUMP")
                .replaceAll("Unsupported value: \\{[^}]*}", "Unsupported value: DUMP")
                .replaceAll("resourceVersion:\\d+", "resourceVersion:V")
                .replace("Invalid value: {}: ", "Invalid value: null: ");
        return ADDRESS.matcher(UID.matcher(dumped).replaceAll("UID")).replaceAll("ADDRESS");
    }
}
