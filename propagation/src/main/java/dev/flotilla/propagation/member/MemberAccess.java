package dev.flotilla.propagation.member;

import dev.flotilla.api.cluster.ClusterSpec;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a member is reached: its Cluster's spec and the Secret it names. Two that are equal need no new connection, which
 * is how a rotated credential is noticed. A member that a drill treats as lost is not reached at all, so that
 * everything which would meet a dead member meets this one.
 *
 * @param kubeconfig the Secret's {@code kubeconfig}, which has everything; otherwise endpoint, token and authority are
 *     used
 * @param authorityPem the Secret's {@code caBundle}
 */
public record MemberAccess(
        String endpoint,
        Optional<String> kubeconfig,
        Optional<String> token,
        Optional<String> authorityPem,
        boolean insecure,
        Optional<String> proxy) {

    /** What the snapshot says, or why a member cannot be reached with it. */
    public sealed interface Lookup {
        record Found(MemberAccess access) implements Lookup {}

        record Missing(String reason) implements Lookup {}
    }

    public static Lookup of(Snapshot snapshot, StoredObject cluster) {
        ObjectNode tree = cluster.tree();
        String run = tree.path("metadata")
                .path("annotations")
                .path(Marks.SIMULATED_LOSS)
                .asString("");
        if (!run.isEmpty()) {
            return new Lookup.Missing("failover run " + run + " has it treated as lost");
        }
        ClusterSpec spec = ClusterSpec.of(tree);
        if (spec.secretRef() == null) {
            return new Lookup.Missing("the Cluster names no secretRef; join it again with `flotilla join`");
        }
        ObjectKey key = ObjectKey.of(
                "", "secrets", spec.secretRef().namespace(), spec.secretRef().name());
        Optional<StoredObject> secret = snapshot.get(key);
        if (secret.isEmpty()) {
            return new Lookup.Missing("its Secret " + key.namespace() + "/" + key.name()
                    + " does not exist; join the cluster again with `flotilla join`");
        }
        JsonNode data = secret.get().tree().path("data");
        Optional<String> kubeconfig = decoded(data, "kubeconfig");
        Optional<String> token = decoded(data, "token");
        if (kubeconfig.isEmpty() && token.isEmpty()) {
            return new Lookup.Missing(
                    "its Secret " + key.namespace() + "/" + key.name() + " holds neither kubeconfig nor token");
        }
        return new Lookup.Found(new MemberAccess(
                spec.apiEndpoint(),
                kubeconfig,
                token,
                decoded(data, "caBundle"),
                spec.insecureSkipTLSVerification(),
                Optional.of(spec.proxyURL()).filter(url -> !url.isEmpty())));
    }

    private static Optional<String> decoded(JsonNode data, String field) {
        String encoded = data.path(field).asString("");
        return encoded.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "MemberAccess[" + endpoint + "]";
    }
}
