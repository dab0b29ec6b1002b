package dev.flotilla.api.schema;

import java.util.Map;

/** The types that Kubernetes' table names instead of spelling out; each resolves to the shape that JSON shows. */
public sealed interface TableType extends TypeSchema.Reference {
    /**
     * A struct of the table, found when it is asked for.
     *
     * @param name as in Kubernetes' OpenAPI documents: {@code io.k8s.api.apps.v1.DeploymentSpec}
     */
    record Named(String name, String goType, Map<String, TypeSchema.Struct> types) implements TableType {
        @Override
        public TypeSchema.Struct resolve() {
            TypeSchema.Struct found = types.get(name);
            if (found == null) {
                throw new IllegalStateException("kubernetes.json refers to a type that it does not hold: " + name);
            }
            return found;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A type that is atomic elsewhere and owned field by field here. */
    record Granular(Named type) implements TableType {
        @Override
        public TypeSchema.Struct resolve() {
            TypeSchema.Struct atomic = type.resolve();
            return new TypeSchema.Struct(atomic.name(), atomic.fields(), false, atomic.preserveUnknown());
        }
    }

    /** A list that protobuf wraps in a message of its own, with the items in field 1. */
    record Wrapped(TypeSchema.ListOf list) implements TableType {
        @Override
        public TypeSchema.ListOf resolve() {
            return list;
        }
    }

    /** Bytes that hold JSON: protobuf carries them in field 1. */
    record Raw(String goType) implements TableType {
        @Override
        public TypeSchema resolve() {
            return new TypeSchema.Any();
        }
    }

    /**
     * A value that is either a JSON schema or something else: JSON shows one or the other, protobuf has a field for
     * each.
     */
    record SchemaOr(Alternative alternative, Named schema) implements TableType {
        public enum Alternative {
            BOOL,
            ARRAY,
            STRINGS
        }

        @Override
        public TypeSchema resolve() {
            return new TypeSchema.Any();
        }
    }

    /** A list or map element that may be null. */
    record Nullable(TypeSchema type) implements TableType {
        @Override
        public TypeSchema resolve() {
            return type.resolved();
        }
    }
}
