package dev.flotilla.propagation.interpret;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The names of generated token secrets mean nothing in a member. */
final class ServiceAccountInterpreter implements Interpreter {
    @Override
    public void prune(ObjectNode copy) {
        String generated = copy.path("metadata").path("name").asString("") + "-token-";
        ArrayNode kept = Trees.empty().putArray("secrets");
        for (JsonNode secret : copy.path("secrets")) {
            if (!secret.path("name").asString("").startsWith(generated)) {
                kept.add(secret);
            }
        }
        if (kept.isEmpty()) {
            copy.remove("secrets");
        } else {
            copy.set("secrets", kept);
        }
    }
}
