package dev.flotilla.apiserver.token;

import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The keys whose signatures are believed, the one that signs first.
 *
 * @param keys at least one
 */
public record SigningKeys(List<SigningKey> keys) {
    /** Ends the name of each key in a Secret; what stands before it orders them, and the last one signs. */
    public static final String SUFFIX = ".pem";

    public SigningKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed to sign tokens");
        }
    }

    public SigningKey signer() {
        return keys.getFirst();
    }

    /** Keys that may have signed a token that names this id; all of them if it names none. */
    List<SigningKey> named(String id) {
        return id.isEmpty()
                ? keys
                : keys.stream().filter(key -> key.id().equals(id)).toList();
    }

    /**
     * The keys in a Secret's data, each named by when it was made and {@link #SUFFIX}; of several the last name signs.
     *
     * @throws IllegalArgumentException if there is none, or one cannot be read
     */
    public static SigningKeys of(StoredObject secret) {
        List<Map.Entry<String, JsonNode>> entries =
                new ArrayList<>(secret.tree().path("data").properties());
        entries.removeIf(entry -> !entry.getKey().endsWith(SUFFIX));
        entries.sort(Map.Entry.<String, JsonNode>comparingByKey().reversed());
        return new SigningKeys(entries.stream()
                .map(entry -> SigningKey.parse(new String(
                        Base64.getDecoder().decode(entry.getValue().asString("")), StandardCharsets.US_ASCII)))
                .toList());
    }

    /** One key that lives as long as this supplier, made when it is first asked for. */
    public static Supplier<SigningKeys> inMemory() {
        return new Supplier<>() {
            private Optional<SigningKeys> made = Optional.empty();

            @Override
            public synchronized SigningKeys get() {
                SigningKeys keys = made.orElseGet(() -> new SigningKeys(List.of(SigningKey.generate())));
                made = Optional.of(keys);
                return keys;
            }
        };
    }
}
