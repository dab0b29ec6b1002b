package dev.flotilla.cli.client;

import dev.flotilla.cli.UserError;
import dev.flotilla.dr.evidence.ReportFormat;
import dev.flotilla.dr.evidence.VerifyingKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/** What a hub keeps of its drills: the newest report of each, and the key by which its reports are known. */
public final class DrillArchive {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/flotilla-system/configmaps";
    private static final String DRILLS = "/apis/dr.flotilla.dev/v1alpha1/disasterrecoverydrills/";

    private final KubeClient hub;

    public DrillArchive(KubeClient hub) {
        this.hub = hub;
    }

    /** @return empty if the drill has no report yet */
    public Optional<String> report(String drill, ReportFormat format) {
        return named(drill).or(() -> newest(drill)).flatMap(name -> data(name, format.fileName()));
    }

    private Optional<String> named(String drill) {
        return hub.get(DRILLS + encoded(drill))
                .map(found -> found.at("/status/evidence/configMap").asString(""))
                .filter(name -> !name.isEmpty());
    }

    /** A report outlives its drill. */
    private Optional<String> newest(String drill) {
        return hub.get(CONFIG_MAPS + "?labelSelector=" + encoded("dr.flotilla.dev/drill=" + drill))
                .flatMap(list -> list.path("items")
                        .valueStream()
                        .max(Comparator.comparing(
                                each -> each.at("/metadata/creationTimestamp").asString(""))))
                .map(found -> found.at("/metadata/name").asString(""));
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
        return hub.get(CONFIG_MAPS + "/" + encoded(name))
                .map(configMap -> configMap.path("data").path(key).asString(""))
                .filter(text -> !text.isEmpty());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
