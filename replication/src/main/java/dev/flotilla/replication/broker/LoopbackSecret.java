package dev.flotilla.replication.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * Keeps other users of the machine from a broker on the loopback address: a password in the data directory, which only
 * the hub's own user can read. What goes over the loopback address only the machine's administrator could see.
 */
final class LoopbackSecret {
    private static final String NAME = "broker.secret";
    private static final String USER = "hub";
    private static final int BYTES = 24;
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final String password;

    private LoopbackSecret(String password) {
        this.password = password;
    }

    /** Anybody on this machine may connect: for tests. */
    static LoopbackSecret none() {
        return new LoopbackSecret("");
    }

    /** The directory's, made at its first use. */
    static LoopbackSecret in(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(NAME);
        if (!Files.exists(file)) {
            make(dataDirectory, file);
        }
        return new LoopbackSecret(Files.readString(file).strip());
    }

    private static void make(Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path fresh = Files.createTempFile(
                directory,
                NAME,
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Map<String, String> clientProperties() {
        return password.isEmpty()
                ? Map.of()
                : Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", MODULE + credentials() + ";");
    }

    Map<String, String> brokerProperties() {
        if (password.isEmpty()) {
            return Map.of("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        }
        String login = MODULE + credentials() + " user_" + USER + "=\"" + password + "\";";
        return Map.of(
                "listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "sasl.mechanism.controller.protocol", "PLAIN",
                "listener.name.broker.plain.sasl.jaas.config", login,
                "listener.name.controller.plain.sasl.jaas.config", login);
    }

    private String credentials() {
        return " username=\"" + USER + "\" password=\"" + password + "\"";
    }
}
