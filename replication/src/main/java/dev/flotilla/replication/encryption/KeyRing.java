package dev.flotilla.replication.encryption;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys a hub has: the first seals, all open. */
public final class KeyRing {
    public static final KeyRing EMPTY = new KeyRing(List.of(), "the hub's configuration");

    private final Map<String, MasterKey> keys = new LinkedHashMap<>();
    private final Optional<MasterKey> newest;
    private final String source;

    private KeyRing(List<MasterKey> newestFirst, String source) {
        for (MasterKey key : newestFirst) {
            if (keys.put(key.id(), key) != null) {
                throw new IllegalArgumentException(
                        source + " names the key '" + key.id() + "' twice; give each key an id of its own");
            }
        }
        this.newest = newestFirst.stream().findFirst();
        this.source = source;
    }

    /**
     * @param source where the keys come from, for messages
     * @throws IllegalArgumentException if two keys have the same id
     */
    public static KeyRing of(List<MasterKey> newestFirst, String source) {
        return new KeyRing(newestFirst, source);
    }

    Optional<MasterKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** What seals; empty if there is no key at all. */
    public Optional<MasterKey> newest() {
        return newest;
    }

    /** The newest first. */
    public List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    String source() {
        return source;
    }
}
