package dev.flotilla.simulator.container;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A container's files, by absolute path; directories are where files are. Bounded, thread-safe, and gone with it. */
final class Files {
    static final long BYTES_MAX = 4 << 20;

    private final NavigableMap<String, byte[]> contents = new TreeMap<>();

    Files(Map<String, byte[]> image) {
        contents.putAll(image);
    }

    /** The path as it is from the root, without . and .. */
    static String absolute(String path) {
        java.nio.file.Path normal = java.nio.file.Path.of("/").resolve(path).normalize();
        return normal.toString();
    }

    synchronized Optional<byte[]> read(String path) {
        return Optional.ofNullable(contents.get(absolute(path)));
    }

    /** @throws IOException if there is no room */
    synchronized void write(String path, byte[] content) throws IOException {
        String key = absolute(path);
        byte @Nullable [] before = contents.get(key);
        long size =
                contents.values().stream().mapToLong(each -> each.length).sum() - (before == null ? 0 : before.length);
        if (size + content.length > BYTES_MAX) {
            throw new IOException("No space left on device");
        }
        contents.put(key, content);
    }

    /** Whether it is a directory: the root, /tmp, or where a file is. */
    synchronized boolean directory(String path) {
        String key = absolute(path);
        return key.equals("/") || key.equals("/tmp") || !below(key).isEmpty();
    }

    /** The files below a directory, by absolute path. */
    synchronized NavigableMap<String, byte[]> below(String path) {
        String key = absolute(path);
        String prefix = key.equals("/") ? "/" : key + "/";
        return new TreeMap<>(contents.subMap(prefix, true, prefix + Character.MAX_VALUE, false));
    }
}
