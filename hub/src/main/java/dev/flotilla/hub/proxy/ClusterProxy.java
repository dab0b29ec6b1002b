package dev.flotilla.hub.proxy;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Answers {@code clusters/NAME/proxy/…} with what the member says to the caller. Who may do so is decided twice: here
 * by rights on {@code clusters/proxy}, whose verb follows the method, and in the member by its own rules for the user.
 */
public final class ClusterProxy implements ResourceRequest.Answer {
    private static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters/";

    /** The paths that are answered here. */
    public static final Predicate<String> PATHS =
            Pattern.compile(Pattern.quote(CLUSTERS) + "[^/]+/proxy(/.*)?").asMatchPredicate();

    private final Gateway gateway;

    public ClusterProxy(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        if (!request.type().resource().equals(Cluster.RESOURCE)) {
            throw StatusError.notFound(request.type().resource(), request.path().name())
                    .exception();
        }
        String cluster = request.path().name();
        Upstream upstream = gateway.upstreams().find(cluster);
        return new ApiResponse.Relay(List.of(), inbound -> {
            String prefix = CLUSTERS + cluster + "/proxy";
            String target = ProxyPath.behind(inbound.request().uri(), prefix);
            gateway.relay(inbound, new Gateway.Outbound(upstream, request.http().user(), target, prefix));
        });
    }
}
