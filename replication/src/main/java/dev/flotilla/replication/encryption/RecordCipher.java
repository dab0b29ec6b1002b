package dev.flotilla.replication.encryption;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals objects' values under data keys and opens them again. A data key serves one process for some million records,
 * and travels with each of them, wrapped under the newest master key. A sealed value opens for the object it was sealed
 * for alone. May be used by several threads.
 */
public final class RecordCipher {
    /** Seals nothing, and has no key. */
    public static final RecordCipher NONE = new RecordCipher(KeyRing.EMPTY, Set.of());

    /** Far below the number at which random nonces begin to meet. */
    private static final int RECORDS_PER_DATA_KEY = 1 << 22;

    private static final int UNWRAPPED_MAX = 1_024;

    private final KeyRing keys;
    private final Set<GroupResource> resources;
    private final SecureRandom random = new SecureRandom();
    private @Nullable DataKey current;
    private int sealed;

    private final Map<ByteBuffer, SecretKey> unwrapped = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, SecretKey> eldest) {
            return size() > UNWRAPPED_MAX;
        }
    };

    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record DataKey(SecretKey key, byte[] envelope) {}

    private RecordCipher(KeyRing keys, Set<GroupResource> resources) {
        this.keys = keys;
        this.resources = Set.copyOf(resources);
    }

    /**
     * @param resources whose values are sealed
     * @throws IllegalArgumentException if something is to be sealed and there is no key
     */
    public static RecordCipher of(KeyRing keys, Set<GroupResource> resources) {
        if (!resources.isEmpty() && keys.newest().isEmpty()) {
            throw new IllegalArgumentException("there is no key to encrypt " + resources + " with");
        }
        return new RecordCipher(keys, resources);
    }

    /** Whether values of this type are sealed from now on; older ones may be either way. */
    public boolean covers(GroupResource resource) {
        return resources.contains(resource);
    }

    /** What is sealed. */
    public Set<GroupResource> resources() {
        return resources;
    }

    /** What the hub has to open and seal with. */
    public KeyRing keys() {
        return keys;
    }

    /** @throws IllegalStateException if there is no key */
    public Sealed seal(ObjectKey object, byte[] plain) {
        DataKey key = dataKey();
        return new Sealed(key.envelope(), AesGcm.seal(key.key(), plain, bound(object), random));
    }

    private synchronized DataKey dataKey() {
        DataKey key = current;
        if (key == null || sealed >= RECORDS_PER_DATA_KEY) {
            MasterKey master = keys.newest().orElseThrow(() -> new IllegalStateException("no key to seal with"));
            byte[] bytes = new byte[MasterKey.BYTES];
            random.nextBytes(bytes);
            key = new DataKey(
                    new SecretKeySpec(bytes, AesGcm.ALGORITHM),
                    Envelope.wrap(master, bytes, random).bytes());
            current = key;
            sealed = 0;
        }
        sealed++;
        return key;
    }

    /** Opens what {@link #seal} gave for the same object. */
    public Opened open(ObjectKey object, Sealed value) {
        Optional<Envelope> envelope = Envelope.parse(value.envelope());
        if (envelope.isEmpty()) {
            return new Opened.Not("its envelope is none that this version of the hub knows");
        }
        String id = envelope.get().keyId();
        Optional<MasterKey> master = keys.find(id);
        if (master.isEmpty()) {
            return new Opened.Not("it is sealed with the key '" + id + "', which " + keys.source() + " does not hold "
                    + (keys.ids().isEmpty() ? "(it holds none)" : "(it holds " + String.join(", ", keys.ids()) + ")")
                    + "; put that key back");
        }
        return dataKey(envelope.get(), master.get(), value.envelope())
                .flatMap(key -> AesGcm.open(key, value.value(), bound(object)))
                .<Opened>map(Opened.Value::new)
                .orElseGet(() -> new Opened.Not("the key '" + id + "' of " + keys.source() + " does not open it: it is"
                        + " not the key that sealed it, or what was sealed has been changed"));
    }

    private Optional<SecretKey> dataKey(Envelope envelope, MasterKey master, byte[] bytes) {
        ByteBuffer name = ByteBuffer.wrap(bytes);
        synchronized (unwrapped) {
            SecretKey known = unwrapped.get(name);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<SecretKey> key = envelope.unwrap(master);
        key.ifPresent(each -> {
            synchronized (unwrapped) {
                unwrapped.put(name, each);
            }
        });
        return key;
    }

    private static byte[] bound(ObjectKey object) {
        return ("object " + object.path()).getBytes(StandardCharsets.UTF_8);
    }

    /** The id of the key that a sealed value takes; empty if the envelope is not one. */
    public static Optional<String> keyOf(Sealed value) {
        return Envelope.parse(value.envelope()).map(Envelope::keyId);
    }
}
