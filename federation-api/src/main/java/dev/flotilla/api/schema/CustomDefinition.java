package dev.flotilla.api.schema;

import dev.flotilla.api.schema.custom.CustomResourceSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One version of a resource as a CustomResourceDefinition describes it.
 *
 * @param storage whether objects are written in this version
 * @param schema its shape, its defaults and its constraints
 * @param selectableFields JSON paths by which lists can be filtered, beside name and namespace
 * @param webhook the definition's {@code spec.conversion.webhook}; empty if its versions differ in name alone
 * @param deprecation what clients that use this version are warned of; empty if it is not deprecated
 */
public record CustomDefinition(
        ResourceType type,
        boolean storage,
        CustomResourceSchema schema,
        List<PrinterColumn> columns,
        Optional<ScalePaths> scale,
        List<String> selectableFields,
        Optional<JsonNode> webhook,
        Optional<String> deprecation) {
    private static final Set<String> VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Set<String> SUBRESOURCE_VERBS = Set.of("get", "patch", "update");

    /** Where an object shows what autoscalers read and write; paths begin with a dot. */
    public record ScalePaths(String specReplicas, String statusReplicas, Optional<String> labelSelector) {}

    public CustomDefinition {
        columns = List.copyOf(columns);
        selectableFields = List.copyOf(selectableFields);
    }

    CustomDefinition with(ResourceType changed) {
        return new CustomDefinition(changed, storage, schema, columns, scale, selectableFields, webhook, deprecation);
    }

    /** The served versions, the preferred first: stable before beta before alpha, newer before older. */
    public static List<CustomDefinition> of(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        List<CustomDefinition> versions = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean(false)) {
                versions.add(version(spec, version));
            }
        }
        versions.sort(Comparator.comparing(each -> each.type().version(), ApiVersionOrder.PREFERRED_FIRST));
        return List.copyOf(versions);
    }

    private static CustomDefinition version(JsonNode spec, JsonNode version) {
        JsonNode names = spec.path("names");
        JsonNode subresources = version.path("subresources");
        String group = spec.path("group").asString("");
        String name = version.path("name").asString("");
        String kind = names.path("kind").asString("");
        CustomResourceSchema schema =
                CustomResourceSchema.compile(kind, version.path("schema").path("openAPIV3Schema"));
        Map<String, ResourceType.Subresource> served = new LinkedHashMap<>();
        if (subresources.has("status")) {
            served.put("status", new ResourceType.Subresource(group, name, kind, SUBRESOURCE_VERBS));
        }
        if (subresources.has("scale")) {
            served.put("scale", new ResourceType.Subresource("autoscaling", "v1", "Scale", SUBRESOURCE_VERBS));
        }
        ResourceType type = new ResourceType(
                group,
                name,
                kind,
                names.path("plural").asString(""),
                names.path("singular").asString(kind.toLowerCase(Locale.ROOT)),
                spec.path("scope").asString("").equals("Namespaced"),
                strings(names.path("shortNames")),
                strings(names.path("categories")),
                new LinkedHashSet<>(VERBS),
                served,
                true,
                false,
                schema.type());
        return new CustomDefinition(
                type,
                version.path("storage").asBoolean(false),
                schema,
                columns(version.path("additionalPrinterColumns")),
                scale(subresources.path("scale")),
                version.path("selectableFields")
                        .valueStream()
                        .map(field -> field.path("jsonPath").asString(""))
                        .toList(),
                webhook(spec.path("conversion")),
                deprecation(spec, version));
    }

    private static Optional<JsonNode> webhook(JsonNode conversion) {
        return conversion.path("strategy").asString("").equals("Webhook")
                ? Optional.of(conversion.path("webhook").deepCopy())
                : Optional.empty();
    }

    private static Optional<String> deprecation(JsonNode spec, JsonNode version) {
        if (!version.path("deprecated").asBoolean(false)) {
            return Optional.empty();
        }
        String own = version.path("deprecationWarning").asString("");
        String name = version.path("name").asString("");
        String group = spec.path("group").asString("");
        String kind = spec.path("names").path("kind").asString("");
        String plain = group + "/" + name + " " + kind + " is deprecated";
        Optional<String> better = spec.path("versions")
                .valueStream()
                .filter(each -> each.path("served").asBoolean(false)
                        && !each.path("deprecated").asBoolean(false))
                .map(each -> each.path("name").asString(""))
                .filter(each -> ApiVersionOrder.PREFERRED_FIRST.compare(each, name) < 0)
                .min(ApiVersionOrder.PREFERRED_FIRST);
        return Optional.of(
                own.isEmpty()
                        ? better.map(each -> plain + "; use " + group + "/" + each + " " + kind)
                                .orElse(plain)
                        : own);
    }

    private static List<PrinterColumn> columns(JsonNode columns) {
        return columns.valueStream()
                .map(column -> new PrinterColumn(
                        column.path("name").asString(""),
                        column.path("type").asString("string"),
                        column.path("format").asString(""),
                        column.path("description").asString(""),
                        column.path("jsonPath").asString(""),
                        column.path("priority").asInt(0)))
                .toList();
    }

    private static Optional<ScalePaths> scale(JsonNode scale) {
        if (scale.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(new ScalePaths(
                scale.path("specReplicasPath").asString(""),
                scale.path("statusReplicasPath").asString(""),
                Optional.of(scale.path("labelSelectorPath").asString("")).filter(path -> !path.isEmpty())));
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(each -> each.asString("")).toList();
    }
}
