package dev.flotilla.apiserver.token;

import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.TokenVerdict;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Recognises service accounts by the tokens that were issued for them. A signature is verified once and remembered for
 * a while; whether the account and what the token is bound to are still there is looked at with every request.
 */
public final class ServiceAccountTokens implements TokenAuthenticator {
    private final TokenSettings settings;
    private final ObjectStore store;
    private final InstantSource clock;
    private final KnownSignatures known = new KnownSignatures();

    public ServiceAccountTokens(TokenSettings settings, ObjectStore store, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public TokenVerdict verify(String token, List<String> audiences) {
        Optional<Jws.Unverified> parsed = Jws.parse(token);
        if (parsed.isEmpty()) {
            return TokenVerdict.Unknown.UNKNOWN;
        }
        String issuer = parsed.get().text("iss");
        boolean legacy = issuer.equals(LegacyToken.ISSUER);
        if (!legacy && !settings.issuers().contains(issuer)) {
            return TokenVerdict.Unknown.UNKNOWN;
        }
        Optional<String> forged =
                known.refusal(token, parsed.get(), settings.keys().get());
        if (forged.isPresent()) {
            return new TokenVerdict.Refused(forged.get());
        }
        List<String> meant = legacy
                ? settings.audiences()
                : ServiceAccountToken.audiences(parsed.get().claims());
        List<String> wanted = audiences.isEmpty() ? settings.audiences() : audiences;
        List<String> common = meant.stream().filter(wanted::contains).toList();
        if (common.isEmpty()) {
            return new TokenVerdict.Refused(
                    "token audiences " + quoted(meant) + " is invalid for the target audiences " + quoted(wanted));
        }
        return legacy ? legacy(token, parsed.get(), common) : bound(parsed.get(), common);
    }

    private TokenVerdict bound(Jws.Unverified verified, List<String> audiences) {
        ServiceAccountToken token = ServiceAccountToken.parse(verified.claims());
        return TokenValidity.refusal(token, store.snapshot(), clock.instant())
                .<TokenVerdict>map(TokenVerdict.Refused::new)
                .orElseGet(() -> new TokenVerdict.Accepted(token.user(), audiences));
    }

    private TokenVerdict legacy(String text, Jws.Unverified verified, List<String> audiences) {
        LegacyToken token = LegacyToken.parse(verified.claims());
        return token.refusal(text, verified.text("sub"), store.snapshot())
                .<TokenVerdict>map(TokenVerdict.Refused::new)
                .orElseGet(() -> new TokenVerdict.Accepted(
                        ServiceAccountToken.user(
                                token.namespace(), new ServiceAccountToken.Ref(token.account(), token.uid())),
                        audiences));
    }

    private static String quoted(List<String> audiences) {
        return "["
                + String.join(
                        " ", audiences.stream().map(each -> "\"" + each + "\"").toList()) + "]";
    }
}
