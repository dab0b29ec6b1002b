package dev.flotilla.api.schema;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The shape of a value in an object. Types may be recursive: what a field holds is looked up when it is asked for. */
public sealed interface TypeSchema {
    /**
     * An object with named fields.
     *
     * @param name for messages, as {@code DeploymentSpec}; for custom resources the path
     * @param atomic owned and replaced as a whole by server-side apply
     * @param preserveUnknown fields that are not named are kept
     */
    record Struct(String name, SequencedMap<String, Field> fields, boolean atomic, boolean preserveUnknown)
            implements TypeSchema {
        public Optional<Field> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    /** An object whose field names are data. */
    record MapOf(TypeSchema value, boolean atomic) implements TypeSchema {}

    /**
     * An array.
     *
     * @param keys the fields that identify an item; for {@link ListKind#MAP} alone
     */
    record ListOf(TypeSchema item, ListKind kind, List<String> keys) implements TypeSchema {
        public ListOf {
            keys = List.copyOf(keys);
        }
    }

    record Scalar(ScalarKind kind) implements TypeSchema {}

    /** Any JSON at all, typed by what it holds: objects are granular maps, arrays are atomic. */
    record Any() implements TypeSchema {}

    /** A type found by name when it is needed, which is how recursion ends. */
    non-sealed interface Reference extends TypeSchema {
        /** Never itself a reference. */
        TypeSchema resolve();
    }

    enum ListKind {
        ATOMIC,
        SET,
        MAP
    }

    enum ScalarKind {
        STRING,
        BOOL,
        INT32,
        INT64,
        DOUBLE,
        /** base64 in JSON. */
        BYTES,
        INT_OR_STRING,
        QUANTITY,
        /** RFC 3339, whole seconds. */
        TIME,
        /** RFC 3339, microseconds. */
        MICRO_TIME,
        DURATION
    }

    /** The type itself: a reference resolved, anything else as it is. */
    default TypeSchema resolved() {
        return this instanceof Reference reference ? reference.resolve() : this;
    }
}
