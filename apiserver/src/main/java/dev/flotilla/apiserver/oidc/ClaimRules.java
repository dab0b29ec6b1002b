package dev.flotilla.apiserver.oidc;

import dev.flotilla.apiserver.auth.UserInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a token's claims make of its bearer.
 *
 * @param required claims that must have exactly this text
 * @param extra by the key of the user's extra fields
 */
record ClaimRules(
        ClaimMapping username,
        Optional<ClaimMapping> groups,
        Optional<ClaimMapping> uid,
        Map<String, ClaimMapping> extra,
        Map<String, String> required) {
    private static final String CREDENTIAL_CLAIM = "jti";

    ClaimRules {
        extra = Map.copyOf(extra);
        required = Map.copyOf(required);
    }

    /** A bearer, or why there is none. */
    sealed interface Result {
        record Known(UserInfo user) implements Result {}

        record Refused(String why) implements Result {}
    }

    Result apply(JsonNode claims) {
        for (Map.Entry<String, String> each : required.entrySet()) {
            if (!claims.path(each.getKey()).asString("").equals(each.getValue())) {
                return new Result.Refused("oidc: required claim " + each.getKey() + " value does not match");
            }
        }
        JsonNode verified = claims.path("email_verified");
        if (username.claim().equals("email") && !verified.isMissingNode() && !verified.asBoolean(false)) {
            return new Result.Refused("oidc: email not verified");
        }
        Optional<String> name = username.text(claims);
        if (name.isEmpty()) {
            return new Result.Refused("oidc: parse username claims \"" + username.claim() + "\": claim not present");
        }
        Optional<List<String>> named = groups.map(each -> each.texts(claims)).orElse(Optional.of(List.of()));
        if (named.isEmpty()) {
            return new Result.Refused("oidc: parse groups claim: it must be a text or a list of texts");
        }
        return new Result.Known(UserInfo.authenticated(name.get(), named.get())
                .withUid(uid.flatMap(each -> each.text(claims)).orElse(""))
                .withExtra(extra(claims)));
    }

    private Map<String, List<String>> extra(JsonNode claims) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        String id = claims.path(CREDENTIAL_CLAIM).asString("");
        if (!id.isEmpty()) {
            all.put(UserInfo.CREDENTIAL_ID, List.of("JTI=" + id));
        }
        extra.forEach((key, mapping) ->
                mapping.texts(claims).filter(values -> !values.isEmpty()).ifPresent(values -> all.put(key, values)));
        return all;
    }
}
