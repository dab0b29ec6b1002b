package dev.flotilla.cli.client;

import dev.flotilla.cli.UserError;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.VerifyingKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a hub keeps of its drills: the newest report of each, and the key by which its reports are known. */
public final class DrillArchive {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/flotilla-system/configmaps/";

    private final KubeClient hub;

    public DrillArchive(KubeClient hub) {
        this.hub = hub;
    }

    /** @return empty if the drill has no report yet */
    public Optional<String> report(String drill, ReportFormat format) {
        return data("drill-report-" + drill, format.fileName());
    }

    /** @return empty if what answers is no hub, or one that never signed anything */
    public Optional<VerifyingKey> signingKey() {
        return data("drill-signing-key", "publicKey.pem").map(DrillArchive::key);
    }

    private static VerifyingKey key(String pem) {
        try {
            return VerifyingKey.ofPem(pem);
        } catch (IllegalArgumentException unreadable) {
            throw new UserError(
                    "the hub's ConfigMap flotilla-system/drill-signing-key holds no public key: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private Optional<String> data(String name, String key) {
        return hub.get(CONFIG_MAPS + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .map(configMap -> configMap.path("data").path(key).asString(""))
                .filter(text -> !text.isEmpty());
    }
}
