package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.schema.defaults.Defaults;
import dev.flotilla.api.schema.definition.DefinitionRules;
import dev.flotilla.api.schema.validation.Validation;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a type's own schema demands, and after it what its kind does: defaults first, then constraints. */
public final class SchemaRules {
    private SchemaRules() {}

    /**
     * @param definition of a custom resource; empty for a built-in one
     * @param own the rules that no schema can express; {@link KindRules#NONE} if there are none
     */
    public static KindRules of(ResourceType type, Optional<CustomDefinition> definition, KindRules own) {
        return definition
                .<KindRules>map(custom -> new Custom(custom, own))
                .orElseGet(() -> new BuiltIn(
                        type, type.resource().equals(SnapshotCatalog.DEFINITIONS) ? new Definition(own) : own));
    }

    /** A CustomResourceDefinition is checked by what it defines, and by what this server adds. */
    private record Definition(KindRules own) implements KindRules {
        private static final DefinitionRules RULES = new DefinitionRules();

        @Override
        public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
            own.mutate(object, old, context);
        }

        @Override
        public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
            List<FieldError> errors = new ArrayList<>(RULES.validate(object, old));
            errors.addAll(own.validate(object, old));
            return List.copyOf(errors);
        }
    }

    private record Custom(CustomDefinition definition, KindRules own) implements KindRules {
        @Override
        public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
            definition.schema().applyDefaults(object);
            own.mutate(object, old, context);
        }

        @Override
        public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
            List<FieldError> errors = new ArrayList<>(definition.schema().validate(object, old));
            definition
                    .scale()
                    .flatMap(paths -> replicas(paths.specReplicas(), object))
                    .ifPresent(errors::add);
            // The kind's own rules read it as its type: they can be asked only of what has that shape.
            return errors.isEmpty() ? own.validate(object, old) : List.copyOf(errors);
        }

        /** Autoscalers write no fewer replicas than none, and no more than they can count; so may nobody else. */
        private static Optional<FieldError> replicas(String path, ObjectNode object) {
            JsonNode replicas = object.at(path.replace('.', '/'));
            if (replicas.isString()) {
                String why = " accessor error: " + replicas.asString() + " is of the type string, expected int64";
                return Optional.of(FieldError.invalid(path, "0", path + why));
            }
            if (!replicas.isIntegralNumber()) {
                return Optional.empty();
            }
            if (replicas.asLong(0) < 0) {
                return Optional.of(FieldError.invalid(path, replicas.toString(), "should be a non-negative integer"));
            }
            return replicas.asLong(0) > Integer.MAX_VALUE
                    ? Optional.of(FieldError.invalid(
                            path, replicas.toString(), "should be less than or equal to " + Integer.MAX_VALUE))
                    : Optional.empty();
        }
    }

    private record BuiltIn(ResourceType type, KindRules own) implements KindRules {
        @Override
        public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
            KubernetesSchema.get()
                    .kindName(type.apiVersion(), type.kind())
                    .ifPresent(name -> Defaults.apply(
                            object, name, (TypeSchema.Struct) type.schema().resolved()));
            own.mutate(object, old, context);
        }

        @Override
        public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
            List<FieldError> errors = new ArrayList<>(old.map(before -> Validation.update(type, before, object))
                    .orElseGet(() -> Validation.create(type, object)));
            errors.addAll(own.validate(object, old));
            return List.copyOf(errors);
        }
    }
}
