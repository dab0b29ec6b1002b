package dev.flotilla.hub;

import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.hub.proxy.ClusterProxy;
import dev.flotilla.hub.proxy.Gateway;
import dev.flotilla.hub.proxy.Upstreams;
import dev.flotilla.hub.search.FleetSearch;
import dev.flotilla.hub.search.MemberDescriptions;
import io.vertx.core.Vertx;

/** Lets the hub's API show what lies in its members: one by one, and all together. */
public final class FleetWindow implements AutoCloseable {
    private final Upstreams upstreams;
    private final FleetSearch search;
    private final MemberDescriptions descriptions;

    private FleetWindow(Upstreams upstreams, FleetSearch search, MemberDescriptions descriptions) {
        this.upstreams = upstreams;
        this.search = search;
        this.descriptions = descriptions;
    }

    /** Adds to an API what shows the members; to be closed when the API is. */
    public static FleetWindow open(
            Vertx vertx, ObjectStore store, SnapshotCatalog catalog, ApiServerConfig.Builder api) {
        Upstreams upstreams = new Upstreams(vertx, store);
        Gateway gateway = new Gateway(upstreams);
        FleetSearch search = new FleetSearch(gateway, store, catalog);
        MemberDescriptions descriptions = new MemberDescriptions(upstreams);
        api.descriptions(descriptions)
                .subresource("clusters.cluster.karmada.io/proxy", new ClusterProxy(gateway))
                .subresource("proxying.search.karmada.io/proxy", search::proxying)
                .subresource("search.search.karmada.io/api", search::cache)
                .subresource("search.search.karmada.io/apis", search::cache)
                .relayed(ClusterProxy.PATHS)
                .relayed(FleetSearch.PATHS);
        return new FleetWindow(upstreams, search, descriptions);
    }

    @Override
    public void close() {
        descriptions.close();
        search.close();
        upstreams.close();
    }
}
