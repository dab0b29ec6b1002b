package dev.flotilla.cli.client;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Joins clusters to a hub and parts them from it, through the hub's API: a Cluster, and a Secret that reaches it. */
public final class Membership {
    private static final String NAMESPACE = "karmada-cluster";
    private static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets/";
    private static final String CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters/";

    private final KubeClient hub;

    public Membership(KubeClient hub) {
        this.hub = hub;
    }

    /** Where a member lies; empty parts are not known. */
    public record Location(String region, List<String> zones, String provider) {
        public Location {
            zones = List.copyOf(zones);
        }
    }

    /** Joins it, or renews how it is reached if it is a member already. */
    public void join(String name, Kubeconfig member, Location location) {
        hub.apply("/api/v1/namespaces/" + NAMESPACE, object("v1", "Namespace", NAMESPACE));
        hub.apply(SECRETS + name, secret(name, member));
        hub.apply(CLUSTERS + name, cluster(name, member, location));
    }

    /** @return whether it was a member */
    public boolean unjoin(String name) {
        boolean member = hub.delete(CLUSTERS + name);
        if (member) {
            hub.delete(SECRETS + name);
        }
        return member;
    }

    /** How the hub reaches a member; empty if it has no credentials for it. */
    public Optional<Kubeconfig> credentials(String name) {
        return hub.get(SECRETS + name)
                .map(secret -> secret.at("/data/kubeconfig").asString(""))
                .filter(encoded -> !encoded.isEmpty())
                .map(encoded -> new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8))
                .map(text -> Kubeconfig.parse(Path.of("the credentials of " + name), text, Optional.empty()));
    }

    private static ObjectNode secret(String name, Kubeconfig member) {
        ObjectNode secret = object("v1", "Secret", name);
        ((ObjectNode) secret.path("metadata")).put("namespace", NAMESPACE);
        byte[] kubeconfig =
                ObjectJson.mapper().writeValueAsString(member.standalone(name)).getBytes(StandardCharsets.UTF_8);
        secret.put("type", "Opaque")
                .putObject("data")
                .put("kubeconfig", Base64.getEncoder().encodeToString(kubeconfig));
        return secret;
    }

    private static ObjectNode cluster(String name, Kubeconfig member, Location location) {
        ObjectNode cluster = object("cluster.karmada.io/v1alpha1", "Cluster", name);
        ObjectNode spec = cluster.putObject("spec");
        spec.put("syncMode", "Push").put("apiEndpoint", member.server());
        spec.putObject("secretRef").put("namespace", NAMESPACE).put("name", name);
        if (member.insecure()) {
            spec.put("insecureSkipTLSVerification", true);
        }
        if (!location.region().isEmpty()) {
            spec.put("region", location.region());
        }
        if (!location.provider().isEmpty()) {
            spec.put("provider", location.provider());
        }
        if (!location.zones().isEmpty()) {
            location.zones().forEach(spec.putArray("zones")::add);
        }
        return cluster;
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", apiVersion)
                .put("kind", kind)
                .putObject("metadata")
                .put("name", name);
        return object;
    }
}
