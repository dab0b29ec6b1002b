package dev.flotilla.apiserver.conversion;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.schema.validation.Validation;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a conversion webhook may change of an object's metadata: labels and annotations, if they are such. Pure. */
final class ConvertedMetadata {
    private static final List<String> CHANGEABLE = List.of("labels", "annotations");

    private ConvertedMetadata() {}

    /** The converted object with the metadata of the one that was sent, but for what is the webhook's to change. */
    static ObjectNode restored(ObjectNode sent, ObjectNode converted) throws ConversionReview.UnusableException {
        JsonNode theirs = converted.path("metadata");
        if (theirs.isMissingNode()) {
            throw new ConversionReview.UnusableException("missing metadata in converted object");
        }
        if (!(theirs instanceof ObjectNode)) {
            throw new ConversionReview.UnusableException(
                    "invalid metadata of type " + GoText.type(theirs) + " in converted object");
        }
        ObjectNode kept = sent.path("metadata") instanceof ObjectNode ours ? ours.deepCopy() : sent.objectNode();
        for (String field : CHANGEABLE) {
            JsonNode given = theirs.path(field);
            if (given.isMissingNode() || given.isNull()) {
                kept.remove(field);
            } else {
                check(field, given, kept.path(field));
                kept.set(field, given);
            }
        }
        ObjectNode object = converted.deepCopy();
        object.set("metadata", kept);
        return object;
    }

    private static void check(String field, JsonNode given, JsonNode before) throws ConversionReview.UnusableException {
        if (!given.isObject()) {
            throw new ConversionReview.UnusableException(
                    "invalid metadata." + field + " of type " + GoText.type(given) + " in converted object");
        }
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            if (!each.getValue().isString()) {
                throw new ConversionReview.UnusableException("metadata." + field + "[" + each.getKey()
                        + "] must be a string, but is " + GoText.type(each.getValue()) + " in converted object");
            }
        }
        if (!given.equals(before)) {
            refuseIfAny(errors(field, given));
        }
    }

    /** The path to an annotation lacks its last letter, as a kube-apiserver's does. */
    private static List<FieldError> errors(String field, JsonNode given) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.putObject("metadata").set(field, given);
        return Validation.metadata(object).stream()
                .map(error -> new FieldError(
                        error.field().replace("annotations", "annotation"), error.reason(), error.detail()))
                .toList();
    }

    private static void refuseIfAny(List<FieldError> errors) throws ConversionReview.UnusableException {
        if (!errors.isEmpty()) {
            String all = errors.stream().map(FieldError::message).distinct().collect(Collectors.joining(", "));
            throw new ConversionReview.UnusableException(errors.size() == 1 ? all : "[" + all + "]");
        }
    }
}
