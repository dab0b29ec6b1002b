package dev.flotilla.apiserver.token;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.UserInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a service account's token says.
 *
 * @param warnAfter when its bearer should have got a new one, if it lives longer than was asked for
 */
record ServiceAccountToken(
        String id,
        String namespace,
        Ref account,
        Optional<Ref> pod,
        Optional<Ref> secret,
        Optional<Ref> node,
        List<String> audiences,
        Instant issued,
        Instant notBefore,
        Instant expires,
        Optional<Instant> warnAfter) {
    private static final String PRIVATE = "kubernetes.io";
    private static final String EXTRA = "authentication.kubernetes.io/";

    /** An object that the token is bound to. */
    record Ref(String name, String uid) {
        private void write(ObjectNode into) {
            into.put("name", name);
            if (!uid.isEmpty()) {
                into.put("uid", uid);
            }
        }
    }

    ServiceAccountToken {
        audiences = List.copyOf(audiences);
    }

    static String username(String namespace, String name) {
        return "system:serviceaccount:" + namespace + ":" + name;
    }

    static UserInfo user(String namespace, Ref account) {
        return UserInfo.authenticated(
                        username(namespace, account.name()),
                        List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace))
                .withUid(account.uid());
    }

    UserInfo user() {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (!id.isEmpty()) {
            extra.put(UserInfo.CREDENTIAL_ID, List.of("JTI=" + id));
        }
        pod.ifPresent(each -> extra(extra, "pod", each));
        node.ifPresent(each -> extra(extra, "node", each));
        return user(namespace, account).withExtra(extra);
    }

    private static void extra(Map<String, List<String>> into, String kind, Ref ref) {
        into.put(EXTRA + kind + "-name", List.of(ref.name()));
        if (!ref.uid().isEmpty()) {
            into.put(EXTRA + kind + "-uid", List.of(ref.uid()));
        }
    }

    /** In the order of the names, as a kube-apiserver writes them. */
    ObjectNode claims(String issuer) {
        ObjectNode claims = ObjectJson.mapper().createObjectNode();
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("exp", expires.getEpochSecond()).put("iat", issued.getEpochSecond());
        claims.put("iss", issuer).put("jti", id);
        ObjectNode own = claims.putObject(PRIVATE).put("namespace", namespace);
        node.ifPresent(each -> each.write(own.putObject("node")));
        pod.ifPresent(each -> each.write(own.putObject("pod")));
        secret.ifPresent(each -> each.write(own.putObject("secret")));
        account.write(own.putObject("serviceaccount"));
        warnAfter.ifPresent(each -> own.put("warnafter", each.getEpochSecond()));
        claims.put("nbf", notBefore.getEpochSecond()).put("sub", username(namespace, account.name()));
        return claims;
    }

    static ServiceAccountToken parse(JsonNode claims) {
        JsonNode own = claims.path(PRIVATE);
        return new ServiceAccountToken(
                claims.path("jti").asString(""),
                own.path("namespace").asString(""),
                ref(own.path("serviceaccount")).orElse(new Ref("", "")),
                ref(own.path("pod")),
                ref(own.path("secret")),
                ref(own.path("node")),
                audiences(claims),
                time(claims, "iat").orElse(Instant.MIN),
                time(claims, "nbf").orElse(Instant.MIN),
                time(claims, "exp").orElse(Instant.MAX),
                time(own, "warnafter"));
    }

    static List<String> audiences(JsonNode claims) {
        JsonNode given = claims.path("aud");
        List<String> audiences = new ArrayList<>();
        if (given.isString()) {
            audiences.add(given.asString());
        }
        given.forEach(each -> audiences.add(each.asString("")));
        return audiences;
    }

    private static Optional<Instant> time(JsonNode claims, String name) {
        JsonNode given = claims.path(name);
        return given.isNumber() && given.canConvertToLong()
                ? Optional.of(Instant.ofEpochSecond(Math.clamp(given.asLong(), 0, 1L << 40)))
                : Optional.empty();
    }

    private static Optional<Ref> ref(JsonNode given) {
        return given.isObject()
                ? Optional.of(new Ref(
                        given.path("name").asString(""), given.path("uid").asString("")))
                : Optional.empty();
    }
}
