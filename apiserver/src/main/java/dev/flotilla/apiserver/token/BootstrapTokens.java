package dev.flotilla.apiserver.token;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.auth.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Recognises who joins a cluster: a token {@code id.secret} that a Secret of type {@code bootstrap.kubernetes.io/token}
 * in {@code kube-system} names, until it expires.
 */
public final class BootstrapTokens {
    private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
    private static final String TYPE = "bootstrap.kubernetes.io/token";

    private BootstrapTokens() {}

    /** @param audiences the server's own */
    public static TokenAuthenticator in(ObjectStore store, InstantSource clock, List<String> audiences) {
        return TokenAuthenticator.withoutAudience(audiences, token -> {
            Matcher parts = TOKEN.matcher(token);
            return parts.matches()
                    ? store.snapshot()
                            .get(ObjectKey.of("", "secrets", "kube-system", "bootstrap-token-" + parts.group(1)))
                            .flatMap(secret -> user(secret, parts.group(1), parts.group(2), clock.instant()))
                    : Optional.empty();
        });
    }

    /** @return empty if the Secret does not vouch for this token now */
    static Optional<UserInfo> user(StoredObject secret, String id, String password, Instant now) {
        JsonNode tree = secret.tree();
        JsonNode data = tree.path("data");
        boolean vouches = !secret.head().terminating()
                && tree.path("type").asString("").equals(TYPE)
                && equal(text(data, "token-id"), id)
                && equal(text(data, "token-secret"), password)
                && text(data, "usage-bootstrap-authentication").equals("true")
                && lives(text(data, "expiration"), now);
        return vouches
                ? groups(text(data, "auth-extra-groups"))
                        .map(groups -> UserInfo.authenticated("system:bootstrap:" + id, groups))
                : Optional.empty();
    }

    private static Optional<List<String>> groups(String extra) {
        List<String> groups = new ArrayList<>(List.of("system:bootstrappers"));
        for (String group : extra.isEmpty() ? new String[0] : extra.split(",", -1)) {
            if (!GROUP.matcher(group).matches()) {
                return Optional.empty();
            }
            groups.add(group);
        }
        return Optional.of(groups.stream().distinct().toList());
    }

    private static boolean lives(String expiration, Instant now) {
        try {
            return expiration.isEmpty()
                    || now.isBefore(java.time.OffsetDateTime.parse(expiration).toInstant());
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private static String text(JsonNode data, String key) {
        try {
            return new String(Base64.getDecoder().decode(data.path(key).asString("")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean equal(String kept, String given) {
        return MessageDigest.isEqual(kept.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
