package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.TypeSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fields of a message by number, and the messages that JSON flattens into it. The table is immutable, so what is
 * worked out for one of its structs holds for the life of the program.
 */
record ProtobufFields(Map<Integer, Field> fields, Map<Integer, ProtobufFields> inlined) {
    /** Structs of the table are compared by identity: their equality would walk all that they reach. */
    private static final Map<Identity, ProtobufFields> KNOWN = new ConcurrentHashMap<>();

    private record Identity(TypeSchema.Struct struct) {
        @Override
        @SuppressWarnings("ReferenceEquality") // Identity is the point.
        public boolean equals(Object other) {
            return other instanceof Identity(TypeSchema.Struct that) && that.fields() == struct.fields();
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(struct.fields());
        }
    }

    static ProtobufFields of(TypeSchema.Struct struct) {
        return KNOWN.computeIfAbsent(new Identity(struct), key -> index(key.struct()));
    }

    private static ProtobufFields index(TypeSchema.Struct struct) {
        ProtobufFields index = new ProtobufFields(new HashMap<>(), new HashMap<>());
        for (Field field : struct.fields().values()) {
            ProtobufFields at = index;
            for (int number : field.go().inlinedNumbers()) {
                at = at.inlined().computeIfAbsent(number, _ -> new ProtobufFields(new HashMap<>(), new HashMap<>()));
            }
            if (field.protobufNumber() > 0) {
                at.fields().put(field.protobufNumber(), field);
            }
        }
        return index;
    }
}
