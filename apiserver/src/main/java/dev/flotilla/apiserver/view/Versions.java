package dev.flotilla.apiserver.view;

import dev.flotilla.api.schema.BuiltInVersions;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StoredObject;
import java.io.ByteArrayOutputStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows an object in the version that was asked for. The versions of a custom resource differ in name alone here, which
 * is what conversion strategy None means; of Kubernetes' own {@link BuiltInVersions} knows more.
 */
public final class Versions {
    private Versions() {}

    static void write(StoredObject object, ResourceType type, ByteArrayOutputStream out) {
        if (isIn(object, type)) {
            object.writeTo(out);
        } else {
            out.writeBytes(ObjectJson.mapper().writeValueAsBytes(tree(object, type)));
        }
    }

    /** The object as a tree that belongs to the caller, with its resourceVersion. */
    public static ObjectNode tree(StoredObject object, ResourceType type) {
        ObjectNode tree = object.tree();
        return isIn(object, type) ? tree : BuiltInVersions.in(tree, type);
    }

    private static boolean isIn(StoredObject object, ResourceType type) {
        return object.head().apiVersion().equals(type.apiVersion());
    }
}
