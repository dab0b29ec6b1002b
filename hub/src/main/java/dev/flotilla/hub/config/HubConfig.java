package dev.flotilla.hub.config;

import dev.flotilla.dr.EvictionSettings;
import dev.flotilla.health.HealthSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a node is started with.
 *
 * @param name the hub's name, of which its topics and transactional ids are made
 * @param node this node's name; no other of the hub has it
 * @param data where the embedded broker and the hub's own keys live
 * @param api the address the API listens on; port 0 for any free one
 * @param apiTls empty for an authority of the node's own, made at its first start
 * @param peers empty for a hub of one node
 */
public record HubConfig(
        String name,
        String node,
        Location location,
        Path data,
        Address api,
        Optional<ApiTls> apiTls,
        Optional<Peers> peers,
        KafkaSource kafka,
        Encryption encryption,
        Timing timing,
        HealthSettings health,
        EvictionSettings eviction,
        HubSecurity security,
        PlacementSettings placement) {
    /** A hub for this machine alone. */
    public static HubConfig local(Path data, int port) {
        return new HubConfig(
                "flotilla",
                "node-1",
                Location.UNKNOWN,
                data,
                new Address("127.0.0.1", port),
                Optional.empty(),
                Optional.empty(),
                new KafkaSource.Own(),
                Encryption.NONE,
                Timing.DEFAULT,
                HealthSettings.DEFAULT,
                EvictionSettings.DEFAULT,
                HubSecurity.DEFAULT,
                PlacementSettings.DEFAULT);
    }

    /** The same on another address. */
    public HubConfig listeningOn(Address address) {
        return new HubConfig(
                name,
                node,
                location,
                data,
                address,
                apiTls,
                peers,
                kafka,
                encryption,
                timing,
                health,
                eviction,
                security,
                placement);
    }

    public HubConfig withHealth(HealthSettings settings) {
        return new HubConfig(
                name,
                node,
                location,
                data,
                api,
                apiTls,
                peers,
                kafka,
                encryption,
                timing,
                settings,
                eviction,
                security,
                placement);
    }

    public HubConfig withSecurity(HubSecurity other) {
        return new HubConfig(
                name,
                node,
                location,
                data,
                api,
                apiTls,
                peers,
                kafka,
                encryption,
                timing,
                health,
                eviction,
                other,
                placement);
    }

    public HubConfig withPlacement(PlacementSettings settings) {
        return new HubConfig(
                name,
                node,
                location,
                data,
                api,
                apiTls,
                peers,
                kafka,
                encryption,
                timing,
                health,
                eviction,
                security,
                settings);
    }

    /** Where the embedded broker lives. */
    public Path broker() {
        return data.resolve("broker");
    }

    public Path auditLog() {
        return security.auditLog().orElseGet(() -> data.resolve("audit.log"));
    }

    /** Where a hub with an authority of its own leaves its administrator's kubeconfig. */
    public Path adminKubeconfig() {
        return data.resolve("admin.kubeconfig");
    }
}
