package dev.flotilla.apiserver;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.openapi.Descriptions;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.rbac.Escalation;
import dev.flotilla.apiserver.rbac.RbacAuthorizer;
import dev.flotilla.apiserver.read.VirtualResource;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.apiserver.write.ServiceAddresses;
import dev.flotilla.apiserver.write.WriteCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What one server serves, to whom and where.
 *
 * @param port 0 for any free one
 * @param certificate the server's own
 * @param clientAuthorityPem whose client certificates are believed; may be several authorities
 * @param rules what each kind demands beyond its schema
 * @param paths answers for whole paths outside of the API, as {@code /metrics}; administrators alone see them
 * @param check what looks at every object before it is stored for a client
 * @param readiness what must be well for {@code /readyz}; each gives what is wrong, or nothing
 * @param subresources answers for what no object store holds, by plural, group and subresource, as {@code pods/log} or
 *     {@code deployments.apps/scale}
 * @param relayed which paths, as the request spells them, may be answered by a
 *     {@link dev.flotilla.apiserver.request.ApiResponse.Relay}, which reads the request's body itself
 * @param gate what every request passes first
 * @param descriptions what the OpenAPI documents say in words
 */
public record ApiServerConfig(
        String host,
        int port,
        Identity certificate,
        String clientAuthorityPem,
        ObjectStore store,
        SnapshotCatalog catalog,
        Function<ResourceType, KindRules> rules,
        SecurityOptions security,
        Authorizer authorizer,
        WriteCheck check,
        InstantSource clock,
        ServiceAddresses addresses,
        List<VirtualResource> computed,
        Map<String, Handler> paths,
        Map<String, Supplier<Optional<String>>> readiness,
        Map<String, ResourceRequest.Answer> subresources,
        Predicate<String> relayed,
        Gate gate,
        MeterRegistry meters,
        Descriptions descriptions) {
    public ApiServerConfig {
        computed = List.copyOf(computed);
        paths = Map.copyOf(paths);
        readiness = Map.copyOf(readiness);
        subresources = Map.copyOf(subresources);
    }

    public static Builder over(ObjectStore store) {
        return new Builder(store);
    }

    /** Everything has a default but the store and the certificates. */
    public static final class Builder {
        private final ObjectStore store;
        private String host = "127.0.0.1";
        private int port;
        private SnapshotCatalog catalog = SnapshotCatalog.of(List.of());
        private Function<ResourceType, KindRules> rules = _ -> KindRules.NONE;
        private SecurityOptions security = SecurityOptions.plain();
        private final RbacAuthorizer authorizer;
        private InstantSource clock = InstantSource.system();
        private ServiceAddresses addresses = ServiceAddresses.none();
        private final List<VirtualResource> computed = new ArrayList<>();
        private final Map<String, Handler> paths = new LinkedHashMap<>();
        private final Map<String, Supplier<Optional<String>>> readiness = new LinkedHashMap<>();
        private final Map<String, ResourceRequest.Answer> subresources = new LinkedHashMap<>();
        private Predicate<String> relayed = _ -> false;
        private Gate gate = Gate.OPEN;
        private MeterRegistry meters = new SimpleMeterRegistry();
        private Descriptions descriptions = Descriptions.NONE;

        private Builder(ObjectStore store) {
            this.store = store;
            this.authorizer = new RbacAuthorizer(store::snapshot);
        }

        public Builder listen(String onHost, int onPort) {
            host = onHost;
            port = onPort;
            return this;
        }

        public Builder catalog(SnapshotCatalog served) {
            catalog = served;
            return this;
        }

        public Builder rules(Function<ResourceType, KindRules> lookup) {
            rules = lookup;
            return this;
        }

        public Builder security(SecurityOptions options) {
            security = options;
            return this;
        }

        /** What has been set so far. */
        public SecurityOptions security() {
            return security;
        }

        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        public Builder addresses(ServiceAddresses forServices) {
            addresses = forServices;
            return this;
        }

        public Builder computed(VirtualResource resource) {
            computed.add(resource);
            return this;
        }

        public Builder path(String path, Handler handler) {
            paths.put(path, handler);
            return this;
        }

        public Builder readiness(String name, Supplier<Optional<String>> check) {
            readiness.put(name, check);
            return this;
        }

        public Builder subresource(String name, ResourceRequest.Answer answer) {
            subresources.put(name, answer);
            return this;
        }

        public Builder relayed(Predicate<String> paths) {
            relayed = relayed.or(paths);
            return this;
        }

        public Builder gate(Gate before) {
            gate = before;
            return this;
        }

        public Builder meters(MeterRegistry registry) {
            meters = registry;
            return this;
        }

        public Builder descriptions(Descriptions words) {
            descriptions = words;
            return this;
        }

        public ApiServerConfig identified(Identity certificate, String clientAuthorityPem) {
            return new ApiServerConfig(
                    host,
                    port,
                    certificate,
                    clientAuthorityPem,
                    store,
                    catalog,
                    rules,
                    security,
                    authorizer,
                    new Escalation(authorizer),
                    clock,
                    addresses,
                    computed,
                    paths,
                    readiness,
                    subresources,
                    relayed,
                    gate,
                    meters,
                    descriptions);
        }
    }
}
