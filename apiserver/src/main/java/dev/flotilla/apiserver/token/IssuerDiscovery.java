package dev.flotilla.apiserver.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Tells others how to verify service accounts' tokens: OpenID Connect discovery, and the public keys. */
public final class IssuerDiscovery {
    public static final String CONFIGURATION = "/.well-known/openid-configuration";
    public static final String KEYS = "/openid/v1/jwks";
    private static final String KEY_SET = "application/jwk-set+json";
    private static final String CACHING = "public, max-age=3600";

    private final TokenSettings settings;

    public IssuerDiscovery(TokenSettings settings) {
        this.settings = settings;
    }

    /** By path. */
    public Map<String, Handler> paths() {
        return Map.of(CONFIGURATION, this::configuration, KEYS, this::keys);
    }

    private ApiResponse configuration(ApiRequest request) {
        ObjectNode document = ObjectJson.mapper().createObjectNode();
        document.put("issuer", settings.issuer())
                .put("jwks_uri", "https://" + request.header("host").orElse("localhost") + KEYS);
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add(JWSAlgorithm.RS256.getName());
        return ApiResponse.json(200, document).with("Cache-Control", CACHING);
    }

    private ApiResponse keys(ApiRequest request) {
        if (request.accept().firstOf(List.of(KEY_SET)).isEmpty()) {
            throw new StatusError(
                            406,
                            "NotAcceptable",
                            "406: Not Acceptable\n\nAvailable representations: " + KEY_SET,
                            Optional.empty())
                    .exception();
        }
        List<JWK> published = settings.keys().get().keys().stream()
                .<JWK>map(key -> new RSAKey.Builder(key.publicKey())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyID(key.id())
                        .build())
                .toList();
        byte[] body = new JWKSet(published).toString().getBytes(StandardCharsets.UTF_8);
        return ApiResponse.of(200, KEY_SET, body).with("Cache-Control", CACHING);
    }
}
