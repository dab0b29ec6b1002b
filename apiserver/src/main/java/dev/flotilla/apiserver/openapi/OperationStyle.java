package dev.flotilla.apiserver.openapi;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** In what the two versions of OpenAPI spell an operation differently. */
enum OperationStyle {
    V2 {
        @Override
        void type(ObjectNode parameter, String type) {
            parameter.put("type", type).put("uniqueItems", true);
        }

        @Override
        void body(ObjectNode operation, ObjectNode schema) {
            ((ArrayNode) operation.path("parameters"))
                    .addObject()
                    .put("name", "body")
                    .put("in", "body")
                    .set("schema", schema.deepCopy());
        }

        @Override
        void patchBody(ObjectNode operation, boolean strategic) {
            ArrayNode consumes = operation.putArray("consumes");
            patches(strategic).forEach(consumes::add);
            ((ArrayNode) operation.path("parameters"))
                    .addObject()
                    .put("name", "body")
                    .put("in", "body")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "object");
        }

        @Override
        void answer(ObjectNode operation, String code, ObjectNode schema) {
            operation
                    .putObject("responses")
                    .putObject(code)
                    .put("description", description(code))
                    .set("schema", schema.deepCopy());
        }
    },
    V3 {
        @Override
        void type(ObjectNode parameter, String type) {
            parameter.putObject("schema").put("type", type);
        }

        @Override
        void body(ObjectNode operation, ObjectNode schema) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            content.putObject("*/*").set("schema", schema.deepCopy());
        }

        @Override
        void patchBody(ObjectNode operation, boolean strategic) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            patches(strategic)
                    .forEach(each -> content.putObject(each).putObject("schema").put("type", "object"));
        }

        @Override
        void answer(ObjectNode operation, String code, ObjectNode schema) {
            ObjectNode response = operation.putObject("responses").putObject(code);
            response.put("description", description(code));
            response.putObject("content").putObject("application/json").set("schema", schema.deepCopy());
        }
    };

    abstract void type(ObjectNode parameter, String type);

    /** Says that the operation takes such a body; it has its parameters already. */
    abstract void body(ObjectNode operation, ObjectNode schema);

    abstract void patchBody(ObjectNode operation, boolean strategic);

    abstract void answer(ObjectNode operation, String code, ObjectNode schema);

    /** @param named name and type, between them a colon */
    void query(ArrayNode parameters, String named) {
        int colon = named.indexOf(':');
        ObjectNode parameter =
                parameters.addObject().put("name", named.substring(0, colon)).put("in", "query");
        type(parameter, named.substring(colon + 1));
    }

    void path(ArrayNode parameters, String name, boolean there) {
        if (there) {
            type(parameters.addObject().put("name", name).put("in", "path").put("required", true), "string");
        }
    }

    static List<String> patches(boolean strategic) {
        String json = "application/json-patch+json";
        String merge = "application/merge-patch+json";
        String apply = "application/apply-patch+yaml";
        return strategic
                ? List.of(json, merge, "application/strategic-merge-patch+json", apply)
                : List.of(json, merge, apply);
    }

    private static String description(String code) {
        return code.equals("201") ? "Created" : "OK";
    }
}
