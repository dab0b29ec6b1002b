package dev.flotilla.cli.place;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.cli.UserError;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Brings documents into an offline hub, and says of what it refuses where it stands. */
final class Intake {
    private final OfflineHub hub;
    private final String namespace;

    /** @param namespace of objects that name none and need one */
    Intake(OfflineHub hub, String namespace) {
        this.hub = hub;
        this.namespace = namespace;
    }

    /**
     * Definitions first, so that the kinds they define are known. Objects with a uid come from a hub and are taken as
     * they are; all others are created as a client would.
     *
     * @return the keys of what was taken, in that order
     */
    Set<ObjectKey> take(List<Document> documents) {
        Map<ObjectKey, Document> taken = new HashMap<>();
        Set<ObjectKey> keys = new LinkedHashSet<>();
        for (Document document : documents.stream()
                .sorted(Comparator.comparing(each -> !each.kind().equals("CustomResourceDefinition")))
                .toList()) {
            ObjectKey key = take(document);
            Document twin = taken.put(key, document);
            if (twin != null) {
                throw new UserError(document.place() + " is the same object as " + twin.place() + "; keep one of them");
            }
            keys.add(key);
            if (key.resource().equals(SnapshotCatalog.DEFINITIONS)) {
                hub.settle();
            }
        }
        hub.settle();
        return keys;
    }

    private ObjectKey take(Document document) {
        if (document.apiVersion().isEmpty() || document.kind().isEmpty()) {
            throw new UserError(document.place() + ": apiVersion and kind: Required value");
        }
        if (document.name().isEmpty()) {
            throw new UserError(document.place() + ": metadata.name: Required value");
        }
        ResourceType type = hub.catalog()
                .forKind(document.apiVersion(), document.kind())
                .orElseThrow(() -> new UserError(document.place() + ": no matches for kind \"" + document.kind()
                        + "\" in version \"" + document.apiVersion()
                        + "\"; if it is a custom resource, give its CustomResourceDefinition as well"));
        String own = document.object().path("metadata").path("namespace").asString("");
        ObjectKey key = new ObjectKey(
                type.resource(), type.namespaced() ? (own.isEmpty() ? namespace : own) : "", document.name());
        try {
            if (document.object().path("metadata").path("uid").asString("").isEmpty()) {
                hub.apply(key, decoded(document, type));
            } else {
                hub.hold(key, document.object());
            }
        } catch (StatusException refused) {
            throw new UserError(document.place() + ": " + refused.getMessage(), refused);
        }
        return key;
    }

    private static ObjectNode decoded(Document document, ResourceType type) {
        Expected expected = Expected.of(type);
        var decoded = Decoder.decode(document.object(), expected);
        Decoder.refuseProblems(decoded, expected);
        return decoded.object();
    }
}
