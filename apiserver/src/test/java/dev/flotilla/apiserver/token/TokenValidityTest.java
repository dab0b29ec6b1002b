package dev.flotilla.apiserver.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StateTable;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenValidityTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final StoredObject ACCOUNT = object("serviceaccounts", "n", "robot", "u1", "");
    private static final StoredObject POD = object("pods", "n", "web", "p1", "");

    private static StoredObject object(String plural, String namespace, String name, String uid, String more) {
        String json = "{\"apiVersion\":\"v1\",\"kind\":\"K\",\"metadata\":{\"name\":\"" + name + "\",\"uid\":\"" + uid
                + "\"" + more + "}}";
        return StoredObject.of(
                ObjectKey.of("", plural, namespace, name),
                1,
                ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))));
    }

    private static ServiceAccountToken token(String uid, Optional<ServiceAccountToken.Ref> pod) {
        return new ServiceAccountToken(
                "id",
                "n",
                new ServiceAccountToken.Ref("robot", uid),
                pod,
                Optional.empty(),
                Optional.empty(),
                List.of("a"),
                NOW,
                NOW,
                NOW.plusSeconds(600),
                Optional.empty());
    }

    private static Optional<String> refusal(StateTable snapshot, ServiceAccountToken token, Instant now) {
        return TokenValidity.refusal(token, snapshot, now);
    }

    @Test
    void holdsFromItsIssueToItsEndAndAMinuteAround() {
        StateTable snapshot = StateTable.EMPTY.put(ACCOUNT);
        ServiceAccountToken token = token("u1", Optional.empty());

        assertThat(refusal(snapshot, token, NOW)).isEmpty();
        assertThat(refusal(snapshot, token, NOW.minusSeconds(60))).isEmpty();
        assertThat(refusal(snapshot, token, NOW.plusSeconds(660))).isEmpty();
        assertThat(refusal(snapshot, token, NOW.plusSeconds(661))).hasValue("service account token has expired");
        assertThat(refusal(snapshot, token, NOW.minusSeconds(61))).hasValue("service account token is not valid yet");
    }

    @Test
    void goesWithItsAccount() {
        ServiceAccountToken token = token("u1", Optional.empty());

        assertThat(refusal(StateTable.EMPTY, token, NOW)).hasValue("serviceaccounts \"robot\" not found");
        assertThat(refusal(StateTable.EMPTY.put(ACCOUNT), token("u2", Optional.empty()), NOW))
                .hasValue("service account UID (u1) does not match claim (u2)");
        StoredObject going = object(
                "serviceaccounts",
                "n",
                "robot",
                "u1",
                ",\"deletionTimestamp\":\"2026-05-31T00:00:00Z\",\"finalizers\":[\"x\"]");
        assertThat(refusal(StateTable.EMPTY.put(going), token, NOW))
                .hasValue("service account n/robot has been deleted");
    }

    @Test
    void goesWithThePodItIsBoundTo() {
        StateTable accountAlone = StateTable.EMPTY.put(ACCOUNT);
        ServiceAccountToken token = token("u1", Optional.of(new ServiceAccountToken.Ref("web", "p1")));

        assertThat(refusal(accountAlone.put(POD), token, NOW)).isEmpty();
        assertThat(refusal(accountAlone, token, NOW)).hasValue("service account token has been invalidated");
        assertThat(refusal(accountAlone.put(object("pods", "n", "web", "p2", "")), token, NOW))
                .hasValue("Pod UID (p2) does not match service account pod ref claim (p1)");
    }

    @Test
    void saysTheSameWhenItIsReadAgain() {
        ServiceAccountToken token = token("u1", Optional.of(new ServiceAccountToken.Ref("web", "p1")));

        assertThat(ServiceAccountToken.parse(token.claims("me"))).isEqualTo(token);
        assertThat(token.user().extra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("web"))
                .containsEntry("authentication.kubernetes.io/pod-uid", List.of("p1"))
                .containsEntry("authentication.kubernetes.io/credential-id", List.of("JTI=id"));
    }

    private static StoredObject bootstrap(String... pairs) {
        var secret = ObjectJson.mapper().createObjectNode();
        secret.put("type", "bootstrap.kubernetes.io/token")
                .putObject("metadata")
                .put("name", "x");
        var data = secret.putObject("data");
        for (int i = 0; i < pairs.length; i += 2) {
            data.put(pairs[i], Base64.getEncoder().encodeToString(pairs[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        return StoredObject.of(
                ObjectKey.of("", "secrets", "kube-system", "bootstrap-token-abcdef"), 1, ObjectJson.encode(secret));
    }

    private static boolean known(String... more) {
        String[] pairs = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("token-id", "abcdef", "token-secret", "0123456789abcdef"),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return BootstrapTokens.user(bootstrap(pairs), "abcdef", "0123456789abcdef", NOW)
                .isPresent();
    }

    @Test
    void aBootstrapTokenIsGoodForWhatItIsMeantForUntilItExpires() {
        assertThat(known("usage-bootstrap-authentication", "true")).isTrue();
        assertThat(known()).isFalse();
        assertThat(known("usage-bootstrap-authentication", "true", "expiration", "2026-05-31T23:59:59Z"))
                .isFalse();
        assertThat(known("usage-bootstrap-authentication", "true", "expiration", "2026-06-01T02:00:00+01:00"))
                .isTrue();
        assertThat(known("usage-bootstrap-authentication", "true", "expiration", "tomorrow"))
                .isFalse();
        assertThat(known("usage-bootstrap-authentication", "true", "auth-extra-groups", "system:masters"))
                .isFalse();
        assertThat(known("usage-bootstrap-authentication", "true", "token-secret", "other"))
                .isFalse();
    }
}
