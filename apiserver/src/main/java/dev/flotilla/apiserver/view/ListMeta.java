package dev.flotilla.apiserver.view;

import tools.jackson.databind.node.ObjectNode;

/** The metadata of lists. */
final class ListMeta {
    private ListMeta() {}

    static void put(ObjectNode list, View.ListHead head) {
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(head.resourceVersion()));
        if (!head.continueToken().isEmpty()) {
            metadata.put("continue", head.continueToken());
            if (head.remaining() >= 0) {
                metadata.put("remainingItemCount", head.remaining());
            }
        }
    }
}
