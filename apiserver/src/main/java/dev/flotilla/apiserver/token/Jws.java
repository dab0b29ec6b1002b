package dev.flotilla.apiserver.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import dev.flotilla.api.store.ObjectJson;
import java.text.ParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signed tokens in their compact form. */
final class Jws {
    private static final int TOKEN_CHARACTERS_MAX = 16 << 10;

    /** A token that has the form of one; nobody has looked at its signature. */
    record Unverified(JWSObject object, ObjectNode claims) {
        String text(String claim) {
            return claims.path(claim).asString("");
        }
    }

    private Jws() {}

    static String sign(ObjectNode claims, SigningKey key) {
        JWSObject object = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.id()).build(),
                new Payload(ObjectJson.mapper().writeValueAsBytes(claims)));
        try {
            object.sign(new RSASSASigner(key.privateKey()));
            return object.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key " + key.id() + " does not sign", e);
        }
    }

    /** @return empty if it is no signed token */
    static Optional<Unverified> parse(String token) {
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            JWSObject object = JWSObject.parse(token);
            JsonNode claims = ObjectJson.mapper().readTree(object.getPayload().toBytes());
            return claims instanceof ObjectNode read ? Optional.of(new Unverified(object, read)) : Optional.empty();
        } catch (ParseException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** @return what is wrong; empty if one of the keys has signed it */
    static Optional<String> refusal(Unverified token, SigningKeys keys) {
        String id = Optional.ofNullable(token.object().getHeader().getKeyID()).orElse("");
        var candidates = keys.named(id);
        if (candidates.isEmpty()) {
            return Optional.of("invalid signature, no keys found");
        }
        if (!token.object().getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
            return Optional.of("unexpected signature algorithm; expected RS256");
        }
        boolean good = candidates.stream().anyMatch(key -> signed(token, key));
        return good ? Optional.empty() : Optional.of("the token's signature does not fit its content");
    }

    private static boolean signed(Unverified token, SigningKey key) {
        try {
            return token.object().verify(new RSASSAVerifier(key.publicKey()));
        } catch (JOSEException _) {
            return false;
        }
    }
}
