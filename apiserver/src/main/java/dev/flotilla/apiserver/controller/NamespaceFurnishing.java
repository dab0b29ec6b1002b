package dev.flotilla.apiserver.controller;

import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Gives each namespace its service account {@code default} and the certificate of the server's authority. */
public final class NamespaceFurnishing implements Reconciler {
    private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    private static final String ACCOUNT = "default";
    private static final String ROOT_CERTIFICATE = "kube-root-ca.crt";
    private static final String DATA = "ca.crt";

    private final String authorityPem;

    public NamespaceFurnishing(String authorityPem) {
        this.authorityPem = authorityPem;
    }

    @Override
    public String name() {
        return "namespace-furnishing";
    }

    @Override
    public Set<GroupResource> watches() {
        return Set.of(NamespaceController.NAMESPACES, SERVICE_ACCOUNTS, CONFIG_MAPS);
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        ObjectKey key = change.key();
        if (key.resource().equals(NamespaceController.NAMESPACES)) {
            return Stream.of(key);
        }
        boolean furniture = (key.name().equals(ACCOUNT) && key.resource().equals(SERVICE_ACCOUNTS))
                || (key.name().equals(ROOT_CERTIFICATE) && key.resource().equals(CONFIG_MAPS));
        return furniture
                ? Stream.of(new ObjectKey(NamespaceController.NAMESPACES, "", key.namespace()))
                : Stream.empty();
    }

    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return snapshot.list(NamespaceController.NAMESPACES).map(StoredObject::key);
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        boolean stays = snapshot.get(key)
                .map(namespace -> !namespace.head().terminating())
                .orElse(false);
        if (!stays) {
            return Decision.nothing();
        }
        List<Effect> effects = new ArrayList<>();
        ObjectKey account = new ObjectKey(SERVICE_ACCOUNTS, key.name(), ACCOUNT);
        if (snapshot.get(account).isEmpty()) {
            effects.add(new Effect.Create(account, object("ServiceAccount", account)));
        }
        ObjectKey certificate = new ObjectKey(CONFIG_MAPS, key.name(), ROOT_CERTIFICATE);
        snapshot.get(certificate)
                .ifPresentOrElse(
                        found -> restore(found, effects),
                        () -> effects.add(new Effect.Create(certificate, certificate(certificate))));
        return Decision.of(effects);
    }

    private void restore(StoredObject found, List<Effect> effects) {
        ObjectNode tree = found.tree();
        if (!tree.path("data").path(DATA).asString("").equals(authorityPem)) {
            tree.putObject("data").put(DATA, authorityPem);
            effects.add(new Effect.Update(found, tree));
        }
    }

    private ObjectNode certificate(ObjectKey key) {
        ObjectNode object = object("ConfigMap", key);
        object.putObject("data").put(DATA, authorityPem);
        return object;
    }

    private static ObjectNode object(String kind, ObjectKey key) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        return object;
    }
}
