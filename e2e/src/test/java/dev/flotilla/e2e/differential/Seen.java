package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.member.Answer;
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
 * @param warnings the values of its Warning headers
 */
record Seen(int code, List<String> warnings, JsonNode body) {
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ADDRESS = Pattern.compile("10\\.96\\.\\d+\\.\\d+");
    private static final int NODE_PORT_MIN = 30_000;
    private static final Comparator<JsonNode> BY_MANAGER = Comparator.comparing(entry -> entry.path("operation").asString("")
            + " " + entry.path("manager").asString("") + " " + entry.path("apiVersion").asString("") + " "
            + entry.path("subresource").asString(""));

    static Seen of(Answer answer, String name) {
        List<String> warnings = answer.headers().allValues("Warning");
        String text = answer.body(Integer.MAX_VALUE).replace(name, Step.NAME);
        if (!text.startsWith("{")) {
            return new Seen(answer.code(), warnings, ObjectJson.mapper().valueToTree(text));
        }
        ObjectNode body = (ObjectNode) ObjectJson.mapper().readTree(text);
        return new Seen(answer.code(), warnings, mask(body));
    }

    private static ObjectNode mask(ObjectNode body) {
        if (body.get("metadata") instanceof ObjectNode metadata) {
            maskMetadata(metadata);
        }
        if (body.get("spec") instanceof ObjectNode spec && body.path("kind").asString("").equals("Service")) {
            maskAddresses(spec);
        }
        if (body.path("kind").asString("").equals("Status")) {
            body.put("message", text(body.path("message").asString("")));
            body.path("details").path("causes").forEach(cause -> ((ObjectNode) cause)
                    .put("message", text(cause.path("message").asString(""))));
            if (body.get("details") instanceof ObjectNode details && details.has("uid")) {
                details.put("uid", "UID");
            }
        }
        return body;
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
                        + entry.path("time").asString("") + " " + entry.path("manager").asString(""))
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
                ((ObjectNode) port).put("nodePort", NODE_PORT_MIN);
            }
        });
        if (spec.path("healthCheckNodePort").asInt(0) >= NODE_PORT_MIN) {
            spec.put("healthCheckNodePort", NODE_PORT_MIN);
        }
    }

    private static String text(String message) {
        return ADDRESS.matcher(UID.matcher(message).replaceAll("UID")).replaceAll("ADDRESS");
    }
}
