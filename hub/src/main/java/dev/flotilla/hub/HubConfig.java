package dev.flotilla.hub;

import dev.flotilla.health.HealthSettings;
import java.nio.file.Path;

/**
 * What a node is started with.
 *
 * @param name the hub's name, of which its topics and transactional ids are made
 * @param data where the embedded broker and the hub's own keys live
 * @param host the address the API listens on
 * @param port the API's port; 0 for any free one
 */
public record HubConfig(
        String name, String node, Path data, String host, int port, HealthSettings health, HubSecurity security) {
    /** A hub for this machine alone. */
    public static HubConfig local(Path data, int port) {
        return new HubConfig(
                "flotilla", "node-1", data, "127.0.0.1", port, HealthSettings.DEFAULT, HubSecurity.DEFAULT);
    }

    public HubConfig withHealth(HealthSettings settings) {
        return new HubConfig(name, node, data, host, port, settings, security);
    }

    public HubConfig withSecurity(HubSecurity other) {
        return new HubConfig(name, node, data, host, port, health, other);
    }

    Path broker() {
        return data.resolve("broker");
    }

    Path auditLog() {
        return security.auditLog().orElseGet(() -> data.resolve("audit.log"));
    }

    Path adminKubeconfig() {
        return data.resolve("admin.kubeconfig");
    }
}
