package dev.flotilla.apiserver.controller;

import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.store.Snapshot;
import java.util.List;
import java.util.function.Function;

/** The controllers that every server needs beside it. */
public final class BuiltInControllers {
    private BuiltInControllers() {}

    /** @param authorityPem what clients inside of the cluster trust */
    public static List<Reconciler> ofCluster(
            Function<Snapshot, ? extends ResourceCatalog> catalogs, String authorityPem) {
        return List.of(
                new DefinitionController(),
                new NamespaceController(),
                new RoleAggregation(),
                GarbageCollector.ofAbsentOwners(catalogs),
                new NamespaceFurnishing(authorityPem));
    }

    /** A hub's namespaces hold templates and run nothing: they are not furnished for clients inside of them. */
    public static List<Reconciler> ofHub(Function<Snapshot, ? extends ResourceCatalog> catalogs) {
        return List.of(
                new DefinitionController(),
                new NamespaceController(),
                new RoleAggregation(),
                GarbageCollector.ofSeenDeletions(catalogs));
    }
}
