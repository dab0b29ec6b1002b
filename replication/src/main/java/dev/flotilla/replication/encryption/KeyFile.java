package dev.flotilla.replication.encryption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Files with keys. A ring's file has a line {@code ID BASE64} for each key, the newest first; a single key's file has
 * its base64 alone. Empty lines and lines that begin with {@code #} say nothing.
 */
public final class KeyFile {
    private static final DateTimeFormatter MADE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final int BYTES_MAX = 64 << 10;

    private KeyFile() {}

    /** @throws IOException if it cannot be read or is not as it must be; the message says why and holds no key */
    public static KeyRing readRing(Path file) throws IOException {
        List<MasterKey> keys = new ArrayList<>();
        for (String line : lines(file)) {
            String[] words = line.split("\\s+", -1);
            if (words.length != 2) {
                throw new IOException(
                        "the key file " + file + " must hold lines of the form 'ID BASE64', the newest key first");
            }
            keys.add(key(file, words[0], words[1]));
        }
        return ring(keys, file);
    }

    /** @throws IOException if it cannot be read or is not as it must be; the message says why and holds no key */
    public static MasterKey readKey(String id, Path file) throws IOException {
        List<String> lines = lines(file);
        if (lines.size() != 1) {
            throw new IOException("the key file " + file + " of the key '" + id + "' must hold one line: 32 bytes in"
                    + " base64; make one with: head -c 32 /dev/urandom | base64");
        }
        return key(file, id, lines.getFirst());
    }

    /** Makes a file with one new key, for its owner alone; nothing happens if it is there. */
    public static void createIfAbsent(Path file, Instant now) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        String content = "# The keys that Secrets are encrypted with, the newest first. Without them the hub's log"
                + " and backups cannot be read: keep a copy elsewhere.\n"
                + "key-" + MADE.format(now) + " " + newKey() + "\n";
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".keys", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(temporary, content);
        Files.move(temporary, file);
    }

    /** A key that nobody else has, in base64. */
    public static String newKey() {
        byte[] key = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static KeyRing ring(List<MasterKey> keys, Path file) throws IOException {
        if (keys.isEmpty()) {
            throw new IOException("the key file " + file + " holds no key");
        }
        try {
            return KeyRing.of(keys, file.toString());
        } catch (IllegalArgumentException invalid) {
            throw new IOException(invalid.getMessage(), invalid);
        }
    }

    private static MasterKey key(Path file, String id, String base64) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new IOException("the key '" + id + "' in the key file " + file + " is not base64");
        }
        try {
            return MasterKey.of(id, bytes);
        } catch (IllegalArgumentException invalid) {
            throw new IOException("the key file " + file + ": " + invalid.getMessage(), invalid);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new IOException("the key file " + file + " can be read or written by others than its owner; run:"
                        + " chmod 600 " + file);
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("the key file " + file + " is larger than " + BYTES_MAX + " bytes");
            }
            return Files.readString(file, StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (java.nio.file.NoSuchFileException absent) {
            throw new IOException(
                    "the key file " + file + " is not there; put it back, or correct the configuration", absent);
        }
    }
}
