package dev.flotilla.propagation;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.types.FederationTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A hub's state to decide from, written as JSON with single quotes. */
public final class HubState {
    public static final SnapshotCatalog CATALOG = SnapshotCatalog.of(FederationTypes.customResourceDefinitions());

    private StateTable table = StateTable.EMPTY;
    private long version = 100;

    public static Templates templates() {
        return new Templates(CATALOG::at);
    }

    public static ObjectNode json(String text) {
        return (ObjectNode) ObjectJson.mapper().readTree(text.replace('\'', '"'));
    }

    public static JsonNode value(String text) {
        return ObjectJson.mapper().readTree(text.replace('\'', '"'));
    }

    /** Puts an object at the next version, under the key that its kind and metadata make. */
    public StoredObject put(String text) {
        return put(json(text));
    }

    public StoredObject put(ObjectNode object) {
        var type = CATALOG.at(table)
                .forKind(
                        object.path("apiVersion").asString(),
                        object.path("kind").asString())
                .orElseThrow();
        JsonNode metadata = object.path("metadata");
        ObjectKey key = new ObjectKey(
                type.resource(),
                metadata.path("namespace").asString(""),
                metadata.path("name").asString());
        StoredObject stored = StoredObject.of(key, ++version, ObjectJson.encode(object));
        table = table.put(stored);
        return stored;
    }

    public void remove(ObjectKey key) {
        table = table.remove(key, ++version);
    }

    public StateTable table() {
        return table;
    }

    /** A Deployment {@code shop/cart} of so many replicas. */
    public StoredObject deployment(int replicas) {
        return put("""
                {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'cart','namespace':'shop','uid':'u1',
                 'generation':3,'creationTimestamp':'2026-11-24T00:00:00Z','managedFields':[{'manager':'kubectl'}],
                 'labels':{'app':'cart','propagationpolicy.karmada.io/permanent-id':'p1'},
                 'annotations':{'deployment.kubernetes.io/revision':'4',
                   'kubectl.kubernetes.io/last-applied-configuration':'{}'}},
                 'spec':{'replicas':%d,'selector':{'matchLabels':{'app':'cart'}},'template':{'metadata':
                   {'labels':{'app':'cart'}},'spec':{'containers':[{'name':'c','image':'nginx:1.25'}]}}},
                 'status':{'replicas':1}}""".formatted(replicas));
    }

    /** The binding of that Deployment; the rest of its spec begins with a comma. */
    public StoredObject binding(String restOfSpec, String status) {
        return put("""
                {'apiVersion':'work.karmada.io/v1alpha2','kind':'ResourceBinding','metadata':{'name':'cart-deployment',
                 'namespace':'shop','uid':'b1','generation':1,'creationTimestamp':'2026-11-24T00:00:00Z'},
                 'spec':{'resource':{'apiVersion':'apps/v1','kind':'Deployment','namespace':'shop','name':'cart',
                   'uid':'u1'}%s},'status':%s}""".formatted(restOfSpec, status));
    }
}
