package dev.flotilla.api.lifecycle;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.schema.defaults.Defaults;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every kind demands: first what its schema says (Kubernetes' own defaults, or the defaults and constraints of a
 * custom resource's definition), then what the kind's own rules add. API server and controllers write by the same.
 */
public final class SchemaRules implements Function<ResourceType, KindRules> {
    private final Supplier<ServedCatalog> catalog;
    private final Function<ResourceType, KindRules> own;

    /**
     * @param catalog what is served now
     * @param own what kinds demand beyond their schema
     */
    public SchemaRules(Supplier<ServedCatalog> catalog, Function<ResourceType, KindRules> own) {
        this.catalog = catalog;
        this.own = own;
    }

    @Override
    public KindRules apply(ResourceType type) {
        KindRules beyond = own.apply(type);
        if (type.builtIn()) {
            return new BuiltIn(type, beyond);
        }
        return catalog.get()
                .definition(type)
                .<KindRules>map(each -> new Custom(each, beyond))
                .orElse(beyond);
    }

    private record BuiltIn(ResourceType type, KindRules beyond) implements KindRules {
        @Override
        public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
            KubernetesSchema.get()
                    .kindName(type.apiVersion(), type.kind())
                    .ifPresent(name -> Defaults.apply(
                            object, name, (TypeSchema.Struct) type.schema().resolved()));
            beyond.mutate(object, old, context);
        }

        @Override
        public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
            return beyond.validate(object, old);
        }
    }

    private record Custom(CustomDefinition definition, KindRules beyond) implements KindRules {
        @Override
        public void mutate(ObjectNode object, Optional<ObjectNode> old, WriteContext context) {
            definition.schema().applyDefaults(object);
            beyond.mutate(object, old, context);
        }

        @Override
        public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
            List<FieldError> errors = new ArrayList<>(definition.schema().validate(object));
            return errors.isEmpty() ? beyond.validate(object, old) : errors;
        }
    }
}
