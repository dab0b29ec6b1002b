package dev.flotilla.api.lifecycle;

import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the fields of {@code metadata} that the rules of a write speak of; absent and empty are the same.
 */
final class Metadata {
    private static final List<String> DROPPED_WHEN_EMPTY = List.of(
            "name",
            "generateName",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "finalizers",
            "ownerReferences");

    private final ObjectNode fields;

    private Metadata(ObjectNode fields) {
        this.fields = fields;
    }

    /** A view of the object's own metadata, which is added if there is none. */
    static Metadata of(ObjectNode object) {
        return new Metadata(
                object.get("metadata") instanceof ObjectNode existing ? existing : object.putObject("metadata"));
    }

    /** A view for reading alone; the object may be shared. */
    static Metadata reading(ObjectNode object) {
        return new Metadata(
                object.get("metadata") instanceof ObjectNode existing
                        ? existing
                        : ObjectJson.mapper().createObjectNode());
    }

    ObjectNode fields() {
        return fields;
    }

    String text(String field) {
        return fields.path(field).asString("");
    }

    String name() {
        return text("name");
    }

    boolean has(String field) {
        return !isEmpty(fields.path(field));
    }

    long number(String field) {
        return fields.path(field).asLong(0);
    }

    List<String> finalizers() {
        List<String> names = new ArrayList<>();
        fields.path("finalizers").forEach(name -> names.add(name.asString("")));
        return names;
    }

    void finalizers(Collection<String> names) {
        if (names.isEmpty()) {
            fields.remove("finalizers");
        } else {
            names.forEach(fields.putArray("finalizers")::add);
        }
    }

    boolean terminating() {
        return has("deletionTimestamp");
    }

    void put(String field, String value) {
        fields.put(field, value);
    }

    void put(String field, long value) {
        fields.put(field, value);
    }

    void remove(String field) {
        fields.remove(field);
    }

    /** Takes the field as another object has it, absence included. */
    void take(String field, Metadata from) {
        JsonNode value = from.fields.get(field);
        if (value == null) {
            fields.remove(field);
        } else {
            fields.set(field, value.deepCopy());
        }
    }

    /** Removes what a server never keeps: empty fields, nulls, and the selfLink of old. */
    void normalize() {
        fields.remove("selfLink");
        for (String field : DROPPED_WHEN_EMPTY) {
            if (fields.has(field) && isEmpty(fields.path(field))) {
                fields.remove(field);
            }
        }
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isContainer() && value.isEmpty())
                || (value.isString() && value.stringValue().isEmpty());
    }

    /** Whole seconds in UTC, as objects hold them. */
    static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
