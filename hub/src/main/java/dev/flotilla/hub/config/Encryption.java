package dev.flotilla.hub.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What is kept encrypted in the log, and under which keys.
 *
 * @param keys the newest first: it encrypts, all of them decrypt; empty for those that a hub for one machine makes
 *     itself, and for no encryption on any other
 * @param resources as {@code secrets} or {@code configmaps}, others than the core group's as
 *     {@code gadgets.example.org}
 */
public record Encryption(List<Key> keys, List<String> resources) {
    /** No keys; Works that users make may hold Secrets among their manifests. */
    public static final Encryption NONE = new Encryption(List.of(), List.of("secrets", "works.work.karmada.io"));

    /** @param id stands in every record that the key encrypted */
    public record Key(String id, Path file) {}

    public Encryption {
        keys = List.copyOf(keys);
        resources = List.copyOf(resources);
    }
}
