package dev.flotilla.apiserver.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * An issuer's public keys. Fetched when first needed, when a token names one that is not known, and when they have
 * become old; never more often than every {@link #AGAIN_AFTER}, whatever tokens are shown. If the issuer cannot be
 * asked, the keys that are known stay good.
 */
final class IssuerKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    static final Duration AGAIN_AFTER = Duration.ofSeconds(10);
    private static final Duration OLD_AFTER = Duration.ofHours(1);
    private static final int WAIT_SECONDS_MAX = 15;

    private final IssuerSettings issuer;
    private final BoundedFetch fetch;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile State state = new State(List.of(), Instant.MIN, Instant.MIN, "");

    /** @param failure why the last attempt brought nothing; empty if it did */
    private record State(List<JWK> keys, Instant fetched, Instant tried, String failure) {}

    IssuerKeys(IssuerSettings issuer, InstantSource clock) {
        this.issuer = issuer;
        this.fetch = new BoundedFetch(issuer.authorityPem());
        this.clock = clock;
    }

    /** The keys that may have signed a token that names this id; all of them if it names none. */
    List<JWK> named(Optional<String> id) {
        List<JWK> known = matching(id);
        Instant now = clock.instant();
        boolean old = state.fetched().isBefore(now.minus(OLD_AFTER));
        if (!known.isEmpty() && !old) {
            return known;
        }
        refresh(known.isEmpty() && state.keys().isEmpty());
        return matching(id);
    }

    /** Why there are no keys; empty if there are. */
    String failure() {
        return state.keys().isEmpty() ? state.failure() : "";
    }

    private List<JWK> matching(Optional<String> id) {
        return state.keys().stream()
                .filter(key -> id.isEmpty() || id.get().equals(key.getKeyID()))
                .toList();
    }

    /** @param patient wait for another that is fetching */
    private void refresh(boolean patient) {
        try {
            if (!fetching.tryLock(patient ? WAIT_SECONDS_MAX : 0, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            Instant now = clock.instant();
            if (state.tried().isBefore(now.minus(AGAIN_AFTER))) {
                state = fetched(now);
            }
        } finally {
            fetching.unlock();
        }
    }

    private State fetched(Instant now) {
        try {
            JsonNode configuration = fetch.json(issuer.configurationUrl());
            String named = configuration.path("issuer").asString("");
            if (!named.equals(issuer.url())) {
                throw new IOException("the issuer calls itself \"" + named + "\", not \"" + issuer.url() + "\"");
            }
            String keysUrl = configuration.path("jwks_uri").asString("");
            if (!keysUrl.startsWith("https://")) {
                throw new IOException("the issuer's jwks_uri is no https URL: \"" + keysUrl + "\"");
            }
            List<JWK> keys = JWKSet.parse(fetch.json(keysUrl).toString()).getKeys();
            return new State(keys.stream().filter(key -> !key.isPrivate()).toList(), now, now, "");
        } catch (IOException | ParseException failed) {
            LOG.atWarn()
                    .addKeyValue("issuer", issuer.url())
                    .addKeyValue("reason", failed.toString())
                    .log("cannot fetch an OpenID Connect issuer's keys");
            return new State(state.keys(), state.fetched(), now, String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void close() {
        fetch.close();
    }
}
