package dev.flotilla.apiserver.conversion;

import dev.flotilla.api.schema.CustomDefinition;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.outbound.WebhookClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings stored objects into the version that was asked for, and objects that are to be stored into that of storage.
 * Thread-safe; it may wait for a webhook.
 */
public final class Conversions {
    /** How many objects one review carries at most. */
    private static final int BATCH_MAX = 500;

    private final ObjectStore store;
    private final SnapshotCatalog catalog;
    private final ConversionWebhook webhook;

    public Conversions(ObjectStore store, SnapshotCatalog catalog, WebhookClient webhooks) {
        this.store = store;
        this.catalog = catalog;
        this.webhook = new ConversionWebhook(webhooks, store::snapshot);
    }

    /** The webhook that converts objects of a type; empty if its versions differ in name alone. */
    private Optional<JsonNode> webhookOf(ResourceType type) {
        return type.builtIn()
                ? Optional.empty()
                : catalog.at(store.snapshot()).definition(type).flatMap(CustomDefinition::webhook);
    }

    /** @throws dev.flotilla.api.status.StatusException 500 if the webhook fails */
    public StoredObject in(StoredObject object, ResourceType type) {
        if (object.head().apiVersion().equals(type.apiVersion())) {
            return object;
        }
        return webhookOf(type)
                .map(hook -> convert(hook, List.of(object), type).getFirst())
                .orElse(object);
    }

    /** The same for many, in as few reviews as their number allows. */
    public List<StoredObject> in(List<StoredObject> objects, ResourceType type) {
        boolean none =
                objects.stream().allMatch(object -> object.head().apiVersion().equals(type.apiVersion()));
        Optional<JsonNode> hook = none ? Optional.empty() : webhookOf(type);
        if (hook.isEmpty()) {
            return objects;
        }
        List<StoredObject> others = objects.stream()
                .filter(object -> !object.head().apiVersion().equals(type.apiVersion()))
                .toList();
        List<StoredObject> converted = new ArrayList<>();
        for (int from = 0; from < others.size(); from += BATCH_MAX) {
            converted.addAll(
                    convert(hook.get(), others.subList(from, Math.min(others.size(), from + BATCH_MAX)), type));
        }
        List<StoredObject> all = new ArrayList<>();
        int next = 0;
        for (StoredObject object : objects) {
            boolean same = object.head().apiVersion().equals(type.apiVersion());
            all.add(same ? object : converted.get(next));
            next += same ? 0 : 1;
        }
        return all;
    }

    /**
     * An object that is about to be stored, in the version that its definition stores; the tree given if that is its
     * own.
     *
     * @param type the version that the object is in
     * @throws dev.flotilla.api.status.StatusException 500 if the webhook fails
     */
    public ObjectNode toStorage(ObjectNode object, ResourceType type) {
        if (type.builtIn()) {
            return object;
        }
        ServedCatalog served = catalog.at(store.snapshot());
        return served.preferred(type.resource())
                .filter(each -> !each.apiVersion().equals(type.apiVersion()))
                .flatMap(served::definition)
                .filter(CustomDefinition::storage)
                .map(storage -> toStorage(object, type, storage))
                .orElse(object);
    }

    /** What is stored is complete: the version's defaults are in it. */
    private ObjectNode toStorage(ObjectNode object, ResourceType type, CustomDefinition storage) {
        String version = storage.type().apiVersion();
        ObjectNode converted = webhookOf(type)
                .map(hook -> webhook.convert(hook, List.of(object), version).getFirst())
                .orElseGet(() -> object.deepCopy().put("apiVersion", version));
        return storage.schema().applyDefaults(pruned(converted, storage.type()));
    }

    private List<StoredObject> convert(JsonNode hook, List<StoredObject> objects, ResourceType type) {
        List<ObjectNode> trees = objects.stream().map(StoredObject::tree).toList();
        List<ObjectNode> converted = webhook.convert(hook, trees, type.apiVersion());
        List<StoredObject> stored = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            ObjectNode tree = pruned(converted.get(i), type);
            ((ObjectNode) tree.path("metadata")).remove("resourceVersion");
            StoredObject object = objects.get(i);
            stored.add(StoredObject.of(object.key(), object.resourceVersion(), ObjectJson.encode(tree)));
        }
        return stored;
    }

    /** What the version does not know is not of its objects, whoever converted them. */
    private static ObjectNode pruned(ObjectNode object, ResourceType type) {
        return Decoder.decode(object, Expected.of(type)).object();
    }
}
