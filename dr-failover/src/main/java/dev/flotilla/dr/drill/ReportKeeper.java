package dev.flotilla.dr.drill;

import dev.flotilla.api.dr.Drill;
import dev.flotilla.api.dr.DrillStatus;
import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.dr.evidence.DrillReport;
import dev.flotilla.dr.evidence.HashChain;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.SigningKey;
import dev.flotilla.dr.evidence.render.SignedReport;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs reports with the hub's key and keeps them as ConfigMaps in {@code flotilla-system}, which outlive their drills.
 * The key is a Secret there, the same for every node of the hub.
 */
public final class ReportKeeper {
    /** The name of the Secret with both keys, and of the ConfigMap with the public one. */
    public static final String KEY_NAME = "drill-signing-key";

    /** In the Secret: PKCS#8. */
    public static final String PRIVATE_KEY = "privateKey";

    /** In the Secret: X.509. */
    public static final String PUBLIC_KEY = "publicKey";

    /** In the ConfigMap. */
    public static final String PUBLIC_PEM = "publicKey.pem";

    /** On a report: the drill it is of. */
    public static final String DRILL_LABEL = "dr.flotilla.dev/drill";

    private static final int LABEL_LENGTH_MAX = 63;
    private static final String PREFIX = "drill-report-";

    private final Snapshot snapshot;

    ReportKeeper(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param evidence null if there is no key to sign with */
    record Kept(List<Effect> effects, DrillStatus.@Nullable Evidence evidence, String message) {
        Kept {
            effects = List.copyOf(effects);
        }
    }

    Kept keep(Drill drill, String suffix, DrillReport report) {
        Optional<SigningKey> key = key();
        if (key.isEmpty()) {
            return new Kept(
                    List.of(),
                    null,
                    "there is no usable key in Secret " + ResourceNames.SYSTEM_NAMESPACE + "/" + KEY_NAME
                            + "; restart the hub to have one made (delete the Secret first if it is damaged)");
        }
        SigningKey signing = key.get();
        String name = PREFIX + drill.name() + "-" + suffix;
        ObjectKey at = ObjectKey.of("", "configmaps", ResourceNames.SYSTEM_NAMESPACE, name);
        Map<ReportFormat, String> files = new EnumMap<>(ReportFormat.class);
        for (ReportFormat format : ReportFormat.values()) {
            files.put(format, SignedReport.of(report, format, signing));
        }
        byte[] json = files.getOrDefault(ReportFormat.JSON, "").getBytes(StandardCharsets.UTF_8);
        DrillStatus.Evidence evidence = new DrillStatus.Evidence(
                name,
                HashChain.sha256(json),
                report.journalHead(),
                signing.verifying().fingerprint());
        List<Effect> effects = snapshot.get(at).isPresent()
                ? List.of()
                : List.of(new Effect.Create(at, configMap(drill, name, files)));
        return new Kept(effects, evidence, "signed, in ConfigMap " + ResourceNames.SYSTEM_NAMESPACE + "/" + name);
    }

    private static ObjectNode configMap(Drill drill, String name, Map<ReportFormat, String> files) {
        ObjectNode map = ObjectJson.mapper().createObjectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap").put("immutable", true);
        ObjectNode metadata = map.putObject("metadata");
        metadata.put("namespace", ResourceNames.SYSTEM_NAMESPACE).put("name", name);
        if (drill.name().length() <= LABEL_LENGTH_MAX) {
            metadata.putObject("labels").put(DRILL_LABEL, drill.name());
        }
        ObjectNode data = map.putObject("data");
        files.forEach((format, text) -> data.put(format.fileName(), text));
        return map;
    }

    private Optional<SigningKey> key() {
        return snapshot.get(ObjectKey.of("", "secrets", ResourceNames.SYSTEM_NAMESPACE, KEY_NAME))
                .flatMap(ReportKeeper::read);
    }

    private static Optional<SigningKey> read(StoredObject secret) {
        JsonNode data = secret.tree().path("data");
        try {
            return Optional.of(SigningKey.of(decoded(data, PRIVATE_KEY), decoded(data, PUBLIC_KEY)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(JsonNode data, String field) {
        return Base64.getDecoder().decode(data.path(field).asString(""));
    }
}
