package dev.flotilla.hub;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.hub.config.ApiTls;
import dev.flotilla.hub.config.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * By what the API proves itself, and whose users it believes.
 *
 * @param authorityPem of users' certificates and of every node's
 * @param admin empty where the hub's authority signs elsewhere
 */
record HubKeys(String authorityPem, Identity server, Optional<Identity> admin) {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1");

    /** @throws IOException if a file cannot be read or written; the message names it */
    static HubKeys of(HubConfig config, Instant now) throws IOException {
        return config.apiTls().isPresent()
                ? given(config.apiTls().get())
                : in(config.data(), config.api().host(), now);
    }

    private static HubKeys given(ApiTls files) throws IOException {
        return new HubKeys(
                Files.readString(files.authority()),
                new Identity(Files.readString(files.certificate()), Files.readString(files.key())),
                Optional.empty());
    }

    /**
     * An authority of the node's own, made at its first start and kept in its data directory; certificates are issued
     * anew at each start.
     */
    private static HubKeys in(Path data, String host, Instant now) throws IOException {
        Path certificate = data.resolve("ca.crt");
        Path key = data.resolve("ca.key");
        CertificateAuthority authority;
        if (Files.exists(certificate) && Files.exists(key)) {
            authority = CertificateAuthority.load(new Identity(Files.readString(certificate), Files.readString(key)));
        } else {
            authority = CertificateAuthority.generate("flotilla-ca", now);
            write(key, authority.identity().keyPem());
            write(certificate, authority.identity().certificatePem());
        }
        List<String> hosts = HOSTS.contains(host) ? HOSTS : List.of("localhost", "127.0.0.1", host);
        return new HubKeys(
                authority.certificatePem(),
                authority.server("flotilla-hub", hosts, now),
                Optional.of(authority.person("admin", List.of("system:masters"), now)));
    }

    private static void write(Path file, String pem) throws IOException {
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, pem);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
