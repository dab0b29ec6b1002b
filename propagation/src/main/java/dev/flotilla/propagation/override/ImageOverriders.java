package dev.flotilla.propagation.override;

import dev.flotilla.api.policy.Overriders.ImageComponent;
import dev.flotilla.api.policy.Overriders.ImageOverrider;
import dev.flotilla.api.policy.Overriders.Operator;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes parts of image names: of every container, or of the one string that a predicate's path names. */
final class ImageOverriders {
    private ImageOverriders() {}

    static void apply(ObjectNode manifest, ImageOverrider overrider) throws OverrideException {
        if (overrider.predicate() != null) {
            at(manifest, overrider.predicate().path(), overrider);
            return;
        }
        Optional<ArrayNode> containers = PodTemplates.containers(manifest);
        if (containers.isPresent()) {
            for (JsonNode container : containers.get()) {
                ((ObjectNode) container)
                        .put("image", changed(container.path("image").asString(""), overrider));
            }
        }
    }

    private static void at(ObjectNode manifest, String path, ImageOverrider overrider) throws OverrideException {
        JsonPointer pointer = pointer(path);
        JsonNode parent = manifest.at(pointer.head());
        JsonNode image = manifest.at(pointer);
        if (!image.isString()) {
            throw new OverrideException("imageOverrider: there is no image at " + path);
        }
        String changed = changed(image.asString(), overrider);
        if (parent instanceof ObjectNode object) {
            object.put(pointer.last().getMatchingProperty(), changed);
        } else if (parent instanceof ArrayNode array) {
            array.set(pointer.last().getMatchingIndex(), array.stringNode(changed));
        }
    }

    private static JsonPointer pointer(String path) throws OverrideException {
        try {
            JsonPointer pointer = JsonPointer.compile(path);
            if (pointer.matches()) {
                throw new OverrideException("imageOverrider: a predicate's path must name a field");
            }
            return pointer;
        } catch (IllegalArgumentException malformed) {
            throw new OverrideException("imageOverrider: '" + path + "' is not a JSON pointer");
        }
    }

    private static String changed(String image, ImageOverrider overrider) throws OverrideException {
        ImageReference reference = ImageReference.parse(image);
        ImageComponent component = overrider.component();
        if (component == null) {
            throw new OverrideException("imageOverrider: component is missing");
        }
        return switch (component) {
            case REGISTRY ->
                reference.withRegistry(part(reference.registry(), overrider)).toString();
            case REPOSITORY ->
                reference
                        .withRepository(part(reference.repository(), overrider))
                        .toString();
            case TAG ->
                reference.withTag(part(reference.tagOrDigest(), overrider)).toString();
        };
    }

    private static String part(String current, ImageOverrider overrider) throws OverrideException {
        Operator operator = overrider.operator();
        if (operator == null) {
            throw new OverrideException("imageOverrider: operator is missing");
        }
        return switch (operator) {
            case ADD -> current + overrider.value();
            case REPLACE -> overrider.value();
            case REMOVE -> "";
        };
    }
}
