package dev.flotilla.apiserver.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.TokenVerdict;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Recognises users by the tokens of one OpenID Connect issuer. */
final class OidcTokens implements TokenAuthenticator, AutoCloseable {
    private static final int TOKEN_CHARACTERS_MAX = 64 << 10;
    private static final Duration NOT_YET_LEEWAY = Duration.ofMinutes(5);

    private final IssuerSettings issuer;
    private final IssuerKeys keys;
    private final InstantSource clock;
    private final List<String> own;

    /** @param own the server's own audiences: whose tokens these are when a review asks for an audience */
    OidcTokens(IssuerSettings issuer, InstantSource clock, List<String> own) {
        this.issuer = issuer;
        this.keys = new IssuerKeys(issuer, clock);
        this.clock = clock;
        this.own = List.copyOf(own);
    }

    @Override
    public TokenVerdict verify(String token, List<String> audiences) {
        List<String> common = audiences.isEmpty()
                ? own
                : own.stream().filter(audiences::contains).toList();
        if (token.length() > TOKEN_CHARACTERS_MAX || common.isEmpty()) {
            return TokenVerdict.Unknown.UNKNOWN;
        }
        try {
            JWSObject signed = JWSObject.parse(token);
            JsonNode claims = ObjectJson.mapper().readTree(signed.getPayload().toBytes());
            return claims.path("iss").asString("").equals(issuer.url())
                    ? verified(signed, claims, common)
                    : TokenVerdict.Unknown.UNKNOWN;
        } catch (ParseException | JacksonException | IllegalArgumentException _) {
            return TokenVerdict.Unknown.UNKNOWN;
        }
    }

    private TokenVerdict verified(JWSObject signed, JsonNode claims, List<String> audiences) {
        Optional<String> refusal = signature(signed).or(() -> time(claims)).or(() -> audience(claims));
        if (refusal.isPresent()) {
            return new TokenVerdict.Refused("oidc: verify token: " + refusal.get());
        }
        return switch (issuer.claims().apply(claims)) {
            case ClaimRules.Result.Known(var user) -> new TokenVerdict.Accepted(user, audiences);
            case ClaimRules.Result.Refused(String why) -> new TokenVerdict.Refused(why);
        };
    }

    private Optional<String> signature(JWSObject signed) {
        JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
        if (!JWSAlgorithm.Family.SIGNATURE.contains(algorithm)) {
            return Optional.of("oidc: id token signed with unsupported algorithm " + algorithm);
        }
        List<JWK> candidates = keys.named(Optional.ofNullable(signed.getHeader().getKeyID()));
        if (candidates.isEmpty()) {
            return Optional.of(
                    keys.failure().isEmpty()
                            ? "failed to verify signature: the issuer has no such key"
                            : "fetching keys: " + keys.failure());
        }
        return candidates.stream().anyMatch(key -> signedBy(signed, key))
                ? Optional.empty()
                : Optional.of("failed to verify signature: failed to verify id token signature");
    }

    private static boolean signedBy(JWSObject signed, JWK key) {
        try {
            Optional<JWSVerifier> verifier = switch (key) {
                case RSAKey rsa -> Optional.of(new RSASSAVerifier(rsa));
                case ECKey ec -> Optional.of(new ECDSAVerifier(ec));
                default -> Optional.empty();
            };
            return verifier.isPresent() && signed.verify(verifier.get());
        } catch (JOSEException _) {
            return false;
        }
    }

    private Optional<String> time(JsonNode claims) {
        Instant now = clock.instant();
        if (!claims.path("exp").isNumber()) {
            return Optional.of("oidc: token has no expiry");
        }
        Instant expires = Instant.ofEpochSecond(Math.clamp(claims.path("exp").asLong(0), 0, 1L << 40));
        if (!now.isBefore(expires)) {
            return Optional.of("oidc: token is expired (Token Expiry: " + expires + ")");
        }
        long notBefore = Math.clamp(claims.path("nbf").asLong(0), 0, 1L << 40);
        return now.plus(NOT_YET_LEEWAY).isBefore(Instant.ofEpochSecond(notBefore))
                ? Optional.of("oidc: current time " + now + " before the nbf (not before) time: "
                        + Instant.ofEpochSecond(notBefore))
                : Optional.empty();
    }

    private Optional<String> audience(JsonNode claims) {
        JsonNode given = claims.path("aud");
        List<String> named = new ArrayList<>();
        if (given.isString()) {
            named.add(given.asString());
        }
        given.forEach(each -> named.add(each.asString("")));
        return named.stream().anyMatch(issuer.audiences()::contains)
                ? Optional.empty()
                : Optional.of("oidc: expected audience in " + issuer.audiences() + " got " + named);
    }

    @Override
    public void close() {
        keys.close();
    }
}
