package dev.flotilla.apiserver.outbound;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a webhook's server listens. A hub has no pod network, so a Service leads somewhere only if it says where: as an
 * ExternalName, by an external address, or by the address of its load balancer.
 *
 * @param host what the server's certificate must be for
 * @param path with its leading slash
 * @param address where to connect, if that is not the host itself
 */
public record Target(String host, int port, String path, Optional<String> address) {
    private static final int HTTPS = 443;

    /** As messages show it. */
    public String url() {
        boolean usual = port == HTTPS && address.isEmpty();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "https://" + shown + (usual ? "" : ":" + port) + path;
    }

    /** @param url with https */
    public static Target url(String url) throws CallFailure {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null) {
                throw new CallFailure("could not get REST client: the URL \"" + url + "\" names no host");
            }
            String host = uri.getHost().startsWith("[")
                    ? uri.getHost().substring(1, uri.getHost().length() - 1)
                    : uri.getHost();
            int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
            String path = uri.getRawPath();
            return new Target(host, port, path == null || path.isEmpty() ? "/" : path, Optional.empty());
        } catch (URISyntaxException e) {
            throw new CallFailure("could not get REST client: " + e.getMessage());
        }
    }

    /** @param given the path; empty for the root */
    public static Target service(
            Snapshot snapshot, String namespace, String name, int port, String given, int timeoutSeconds)
            throws CallFailure {
        String host = name + "." + namespace + ".svc";
        String path = given.isEmpty() ? "/" : given;
        String prefix = "Post \"https://" + host + ":" + port + path + "?timeout=" + timeoutSeconds + "s\": ";
        Optional<StoredObject> found = snapshot.get(ObjectKey.of("", "services", namespace, name));
        if (found.isEmpty()) {
            throw CallFailure.calling(prefix + "service \"" + name + "\" not found");
        }
        String reached = reachable(found.get().tree())
                .orElseThrow(() -> CallFailure.calling(prefix
                        + "the Service names no address that a hub can reach; give it type ExternalName, externalIPs or a"
                        + " load balancer's address, or use clientConfig.url"));
        return new Target(host, port, path, Optional.of(reached));
    }

    private static Optional<String> reachable(JsonNode service) {
        JsonNode spec = service.path("spec");
        if (spec.path("type").asString("").equals("ExternalName")) {
            return text(spec.path("externalName"));
        }
        JsonNode balancer =
                service.path("status").path("loadBalancer").path("ingress").path(0);
        return text(spec.path("externalIPs").path(0))
                .or(() -> text(balancer.path("ip")))
                .or(() -> text(balancer.path("hostname")));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
    }
}
