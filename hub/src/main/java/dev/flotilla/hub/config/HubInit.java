package dev.flotilla.hub.config;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.apiserver.pki.Kubeconfig;
import dev.flotilla.replication.encryption.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that a hub begins with: its two authorities, each node's certificates and {@code hub.yaml}, and a
 * kubeconfig for its administrator. One authority signs what the API shows and what its users show; the other what
 * nodes and brokers show each other.
 *
 * <p>Done again in the same directory it keeps the authorities and every {@code hub.yaml}, and issues certificates
 * anew.
 */
public final class HubInit {
    static final String AUTHORITIES = "authorities";
    static final String KEY = "encryption.key";
    private static final String CLUSTER_ID = "cluster-id";

    private final HubPlan plan;
    private final Path directory;
    private final List<String> apiNames;
    private final Instant now;

    /** @param apiNames under which the API is reached beside each node's own host, as a load balancer's */
    public HubInit(HubPlan plan, Path directory, List<String> apiNames, Instant now) {
        this.plan = plan;
        this.directory = directory;
        this.apiNames = List.copyOf(apiNames);
        this.now = now;
    }

    /** @throws IOException if the files cannot be written */
    public void write() throws IOException {
        CertificateAuthority api = authority("api-ca", plan.name() + "-api");
        CertificateAuthority nodes = authority("nodes-ca", plan.name() + "-nodes");
        HubPlan kept = plan.withClusterId(clusterId());
        for (NodePlan node : kept.nodes()) {
            node(kept, node, api, nodes);
        }
        Identity admin = api.person("admin", List.of("system:masters"), now);
        List<Kubeconfig.Context> contexts = plan.nodes().stream()
                .map(node -> new Kubeconfig.Context(node.name(), "https://" + node.api(), api.certificatePem(), admin))
                .toList();
        new Kubeconfig(plan.nodes().getFirst().name(), contexts).write(directory.resolve("admin.kubeconfig"));
    }

    private CertificateAuthority authority(String file, String commonName) throws IOException {
        Path kept = directory.resolve(AUTHORITIES);
        Path certificate = kept.resolve(file + ".crt");
        Path key = kept.resolve(file + ".key");
        if (Files.exists(certificate) && Files.exists(key)) {
            return CertificateAuthority.load(new Identity(Files.readString(certificate), Files.readString(key)));
        }
        CertificateAuthority authority = CertificateAuthority.generate(commonName, now);
        writePrivate(key, authority.identity().keyPem());
        writePrivate(certificate, authority.certificatePem());
        return authority;
    }

    /** Brokers that have met refuse one with another. */
    private String clusterId() throws IOException {
        Path file = directory.resolve(AUTHORITIES).resolve(CLUSTER_ID);
        if (!Files.exists(file)) {
            writePrivate(file, plan.clusterId());
        }
        return Files.readString(file).strip();
    }

    /** What the nodes encrypt with, all of them the same. */
    private String encryptionKey() throws IOException {
        Path file = directory.resolve(AUTHORITIES).resolve(KEY);
        if (!Files.exists(file)) {
            writePrivate(file, KeyFile.newKey() + "\n");
        }
        return Files.readString(file);
    }

    private void node(HubPlan whole, NodePlan node, CertificateAuthority api, CertificateAuthority nodes)
            throws IOException {
        Path own = directory.resolve(node.name());
        List<String> apiHosts =
                Stream.concat(Stream.of(node.host()), apiNames.stream()).toList();
        pair(own, "api", api.server("flotilla-hub", apiHosts, now));
        pair(own, "node", nodes.peer(node.name(), List.of(node.host(), sharedName()), now));
        writePrivate(own.resolve("api-ca.crt"), api.certificatePem());
        writePrivate(own.resolve("nodes-ca.crt"), nodes.certificatePem());
        if (!Files.exists(own.resolve(KEY))) {
            writePrivate(own.resolve(KEY), encryptionKey());
        }
        if (!Files.exists(own.resolve("hub.yaml"))) {
            writePrivate(own.resolve("hub.yaml"), whole.yaml(node));
        }
    }

    /** In every node's certificate: by it nodes know each other whatever address they come from. */
    private String sharedName() {
        return "nodes." + plan.name() + ".flotilla.internal";
    }

    private static void pair(Path directory, String name, Identity identity) throws IOException {
        writePrivate(directory.resolve(name + ".key"), identity.keyPem());
        writePrivate(directory.resolve(name + ".crt"), identity.certificatePem());
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(
                directory,
                ".new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
