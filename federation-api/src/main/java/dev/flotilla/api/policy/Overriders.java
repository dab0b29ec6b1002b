package dev.flotilla.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Changes to a manifest, carried out in the order image, command, args, labels, annotations, field, plaintext. */
public record Overriders(
        List<PlaintextOverrider> plaintext,
        List<ImageOverrider> imageOverrider,
        List<CommandArgsOverrider> commandOverrider,
        List<CommandArgsOverrider> argsOverrider,
        List<MapOverrider> labelsOverrider,
        List<MapOverrider> annotationsOverrider,
        List<FieldOverrider> fieldOverrider) {

    public enum Operator {
        @JsonProperty("add")
        ADD,
        @JsonProperty("remove")
        REMOVE,
        @JsonProperty("replace")
        REPLACE
    }

    public enum ImageComponent {
        @JsonProperty("Registry")
        REGISTRY,
        @JsonProperty("Repository")
        REPOSITORY,
        @JsonProperty("Tag")
        TAG
    }

    public record PlaintextOverrider(
            @Rule(required = true) String path,
            @Rule(required = true) @Nullable Operator operator,
            @Rule(anyValue = true) @Nullable JsonNode value) {}

    /** @param predicate null for the images of every container */
    public record ImageOverrider(
            @Nullable ImagePredicate predicate,
            @Rule(required = true) @Nullable ImageComponent component,
            @Rule(required = true) @Nullable Operator operator,
            String value) {}

    public record ImagePredicate(@Rule(required = true) String path) {}

    public record CommandArgsOverrider(
            @Rule(required = true) String containerName,

            @Rule(
                    required = true,
                    oneOf = {"add", "remove"})
            @Nullable
            Operator operator,

            List<String> value) {
        public CommandArgsOverrider {
            value = List.copyOf(value);
        }
    }

    public record MapOverrider(
            @Rule(required = true) @Nullable Operator operator,
            @Rule(required = true) Map<String, String> value) {
        public MapOverrider {
            value = Map.copyOf(value);
        }
    }

    /** Patches the JSON or YAML inside one string field. */
    public record FieldOverrider(
            @Rule(required = true) String fieldPath, List<FieldPatch> json, List<FieldPatch> yaml) {
        public FieldOverrider {
            json = List.copyOf(json);
            yaml = List.copyOf(yaml);
        }
    }

    public record FieldPatch(
            @Rule(required = true) String subPath,
            @Rule(required = true) @Nullable Operator operator,
            @Rule(anyValue = true) @Nullable JsonNode value) {}

    public Overriders {
        plaintext = List.copyOf(plaintext);
        imageOverrider = List.copyOf(imageOverrider);
        commandOverrider = List.copyOf(commandOverrider);
        argsOverrider = List.copyOf(argsOverrider);
        labelsOverrider = List.copyOf(labelsOverrider);
        annotationsOverrider = List.copyOf(annotationsOverrider);
        fieldOverrider = List.copyOf(fieldOverrider);
    }
}
