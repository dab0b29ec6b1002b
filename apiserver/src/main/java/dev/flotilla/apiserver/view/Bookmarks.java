package dev.flotilla.apiserver.view;

import tools.jackson.databind.node.ObjectNode;

/** The object of an event that says only how far a watch has come. */
final class Bookmarks {
    private Bookmarks() {}

    static void put(ObjectNode into, String kind, String apiVersion, long resourceVersion, boolean initialEventsEnd) {
        ObjectNode metadata = into.put("kind", kind)
                .put("apiVersion", apiVersion)
                .putObject("metadata")
                .put("resourceVersion", Long.toString(resourceVersion));
        if (initialEventsEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
    }
}
