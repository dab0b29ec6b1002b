package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.store.ObjectJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** In what the two versions of OpenAPI spell a schema differently. */
enum Dialect {
    /** OpenAPI 2.0. It has no alternatives, and old clients stumble over defaults beside a reference. */
    V2("#/definitions/") {
        @Override
        ObjectNode any() {
            return node();
        }

        @Override
        ObjectNode either(String format, String other) {
            ObjectNode schema = node().put("type", "string");
            return format.isEmpty() ? schema : schema.put("format", format);
        }

        @Override
        void defaulted(ObjectNode property, JsonNode value) {}

        @Override
        ObjectNode besideReference(ObjectNode schema) {
            return schema;
        }
    },
    /** OpenAPI 3.0. Nothing stands beside a reference: it is wrapped first. */
    V3("#/components/schemas/") {
        @Override
        ObjectNode any() {
            return node().put("x-kubernetes-preserve-unknown-fields", true);
        }

        @Override
        ObjectNode either(String format, String other) {
            ObjectNode schema = node();
            if (!format.isEmpty()) {
                schema.put("format", format);
            }
            ArrayNode alternatives = schema.putArray("oneOf");
            alternatives.addObject().put("type", "string");
            alternatives.addObject().put("type", other);
            return schema;
        }

        @Override
        void defaulted(ObjectNode property, JsonNode value) {
            property.set("default", value);
        }

        @Override
        ObjectNode besideReference(ObjectNode schema) {
            if (!schema.has("$ref") || schema.size() == 1) {
                return schema;
            }
            ObjectNode wrapped = node();
            wrapped.putArray("allOf").addObject().set("$ref", schema.remove("$ref"));
            wrapped.setAll(schema);
            return wrapped;
        }
    };

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    /** A reference to the schema of that name. */
    ObjectNode reference(String name) {
        return node().put("$ref", prefix + name);
    }

    /** Any JSON at all. */
    abstract ObjectNode any();

    /** A string, or a value of the other type. */
    abstract ObjectNode either(String format, String other);

    abstract void defaulted(ObjectNode property, JsonNode value);

    /** The schema in such a form that a reference in it stands alone, where that is asked for. */
    abstract ObjectNode besideReference(ObjectNode schema);

    private static ObjectNode node() {
        return ObjectJson.mapper().createObjectNode();
    }
}
