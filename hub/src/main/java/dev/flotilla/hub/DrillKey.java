package dev.flotilla.hub;

import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.dr.drill.ReportKeeper;
import dev.flotilla.dr.evidence.VerifyingKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sees to it that the hub has a key to sign drill reports with. It is made at the hub's first start and belongs to the
 * hub, not to a node: both keys in a Secret, the public one in a ConfigMap for whoever verifies.
 */
final class DrillKey {
    private static final ObjectKey SECRET =
            ObjectKey.of("", "secrets", ResourceNames.SYSTEM_NAMESPACE, ReportKeeper.KEY_NAME);
    private static final ObjectKey CONFIG_MAP =
            ObjectKey.of("", "configmaps", ResourceNames.SYSTEM_NAMESPACE, ReportKeeper.KEY_NAME);

    private final OnceMade once;

    DrillKey(OnceMade once) {
        this.once = once;
    }

    void ensure() {
        once.ensure(SECRET, DrillKey::made);
    }

    private static List<Effect> made(Snapshot snapshot) {
        KeyPair pair = generate();
        ObjectNode published = published(pair);
        return List.of(
                new Effect.Create(SECRET, secret(pair)),
                snapshot.get(CONFIG_MAP)
                        .<Effect>map(old -> new Effect.Replace(old, published))
                        .orElseGet(() -> new Effect.Create(CONFIG_MAP, published)));
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has Ed25519", impossible);
        }
    }

    private static ObjectNode secret(KeyPair pair) {
        ObjectNode secret = object("Secret").put("type", "Opaque");
        secret.putObject("data")
                .put(ReportKeeper.PRIVATE_KEY, base64(pair.getPrivate().getEncoded()))
                .put(ReportKeeper.PUBLIC_KEY, base64(pair.getPublic().getEncoded()));
        return secret;
    }

    private static ObjectNode published(KeyPair pair) {
        ObjectNode map = object("ConfigMap");
        map.putObject("data")
                .put(
                        ReportKeeper.PUBLIC_PEM,
                        VerifyingKey.ofX509(pair.getPublic().getEncoded()).pem());
        return map;
    }

    private static ObjectNode object(String kind) {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata")
                .put("namespace", ResourceNames.SYSTEM_NAMESPACE)
                .put("name", ReportKeeper.KEY_NAME);
        return object;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
