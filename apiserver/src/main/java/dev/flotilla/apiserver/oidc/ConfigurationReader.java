package dev.flotilla.apiserver.oidc;

import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.ClientCertificates;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an AuthenticationConfiguration and collects everything that is wrong with it. For one file. */
final class ConfigurationReader {
    private static final Pattern VERSION = Pattern.compile("apiserver\\.config\\.k8s\\.io/v1(alpha1|beta1)?");
    private static final Pattern PLAIN_CLAIM =
            Pattern.compile("claims(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\[['\"]([^'\"]+)['\"]])");
    private static final Pattern EXTRA_KEY = Pattern.compile("[a-z0-9.-]+\\.[a-z0-9.-]+/[a-z0-9._~!$&()*+,;=:@%/-]+");
    private static final String ONLY_CLAIMS =
            "only claims.NAME and claims['NAME'] are understood here; use claim and prefix where there is a choice";
    private static final int ISSUERS_MAX = 64;

    private final String serviceAccountIssuer;
    private final List<FieldError> errors = new ArrayList<>();

    ConfigurationReader(String serviceAccountIssuer) {
        this.serviceAccountIssuer = serviceAccountIssuer;
    }

    AuthenticationConfiguration read(byte[] file) {
        ObjectNode tree;
        try {
            tree = Decoder.untyped(file);
        } catch (StatusException unreadable) {
            throw new IllegalArgumentException(unreadable.status().message(), unreadable);
        }
        AuthenticationConfiguration configuration = configuration(tree);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(
                    errors.stream().map(FieldError::message).collect(Collectors.joining("; ")));
        }
        return configuration;
    }

    private AuthenticationConfiguration configuration(ObjectNode tree) {
        String version = tree.path("apiVersion").asString("");
        if (!VERSION.matcher(version).matches()) {
            errors.add(FieldError.notSupported("apiVersion", version, List.of("apiserver.config.k8s.io/v1")));
        }
        if (!tree.path("kind").asString("").equals("AuthenticationConfiguration")) {
            errors.add(FieldError.notSupported(
                    "kind", tree.path("kind").asString(""), List.of("AuthenticationConfiguration")));
        }
        known(tree, "", Set.of("apiVersion", "kind", "jwt", "anonymous"));
        List<IssuerSettings> issuers = new ArrayList<>();
        Set<String> urls = new HashSet<>();
        JsonNode given = tree.path("jwt");
        if (given.size() > ISSUERS_MAX) {
            errors.add(FieldError.invalid("jwt", Integer.toString(given.size()), "must have at most 64 items"));
        }
        for (int i = 0; i < Math.min(given.size(), ISSUERS_MAX); i++) {
            IssuerSettings issuer = issuer(given.get(i), "jwt[" + i + "]");
            if (!urls.add(issuer.url())) {
                errors.add(FieldError.duplicate("jwt[" + i + "].issuer.url", quoted(issuer.url())));
            }
            issuers.add(issuer);
        }
        return new AuthenticationConfiguration(issuers, anonymous(tree.path("anonymous")));
    }

    private Optional<Predicate<String>> anonymous(JsonNode given) {
        if (!given.isObject()) {
            return Optional.empty();
        }
        known(given, "anonymous.", Set.of("enabled", "conditions"));
        Set<String> paths = new HashSet<>();
        given.path("conditions").forEach(each -> paths.add(each.path("path").asString("")));
        boolean enabled = given.path("enabled").asBoolean(false);
        if (!enabled && !paths.isEmpty()) {
            errors.add(FieldError.invalid(
                    "anonymous.conditions",
                    paths.toString(),
                    "enabled should be set to true when conditions are defined"));
        }
        return Optional.of(path -> enabled && (paths.isEmpty() || paths.contains(path)));
    }

    private IssuerSettings issuer(JsonNode jwt, String field) {
        known(jwt, field + ".", Set.of("issuer", "claimValidationRules", "claimMappings", "userValidationRules"));
        JsonNode issuer = jwt.path("issuer");
        String at = field + ".issuer";
        known(
                issuer,
                at + ".",
                Set.of("url", "discoveryURL", "certificateAuthority", "audiences", "audienceMatchPolicy"));
        if (!jwt.path("userValidationRules").isEmpty()) {
            errors.add(FieldError.forbidden(
                    field + ".userValidationRules", "rules in CEL are not understood here; leave them out"));
        }
        String url = issuer.path("url").asString("");
        https(url, at + ".url");
        if (url.equals(serviceAccountIssuer)) {
            errors.add(FieldError.invalid(
                    at + ".url", quoted(url), "URL must not overlap with disallowed issuers: [" + url + "]"));
        }
        Optional<String> discovery = text(issuer, "discoveryURL");
        discovery.ifPresent(each -> {
            https(each, at + ".discoveryURL");
            if (each.replaceAll("/+$", "").equals(url.replaceAll("/+$", ""))) {
                errors.add(FieldError.invalid(
                        at + ".discoveryURL", quoted(each), "discoveryURL must be different from URL"));
            }
        });
        return new IssuerSettings(
                url,
                discovery,
                authority(issuer, at + ".certificateAuthority"),
                audiences(issuer, at),
                claims(jwt, field));
    }

    private Optional<String> authority(JsonNode issuer, String field) {
        Optional<String> pem = text(issuer, "certificateAuthority");
        pem.ifPresent(each -> {
            try {
                ClientCertificates.authorities(each);
            } catch (IllegalArgumentException _) {
                errors.add(FieldError.invalid(field, "<omitted>", "data does not contain any valid certificates"));
            }
        });
        return pem;
    }

    private List<String> audiences(JsonNode issuer, String field) {
        List<String> audiences = new ArrayList<>();
        issuer.path("audiences").forEach(each -> audiences.add(each.asString("")));
        String policy = issuer.path("audienceMatchPolicy").asString("");
        if (audiences.isEmpty() || audiences.contains("")) {
            errors.add(FieldError.required(field + ".audiences", "at least one " + field + ".audiences is required"));
        }
        if (audiences.size() > 1 && !policy.equals("MatchAny")) {
            errors.add(FieldError.invalid(
                    field + ".audienceMatchPolicy",
                    quoted(policy),
                    "audienceMatchPolicy must be set to MatchAny for multiple audiences"));
        } else if (!policy.isEmpty() && !policy.equals("MatchAny")) {
            errors.add(FieldError.invalid(
                    field + ".audienceMatchPolicy", quoted(policy), "audienceMatchPolicy must be empty or MatchAny"));
        }
        return audiences;
    }

    private ClaimRules claims(JsonNode jwt, String field) {
        JsonNode mappings = jwt.path("claimMappings");
        String at = field + ".claimMappings";
        known(mappings, at + ".", Set.of("username", "groups", "uid", "extra"));
        Optional<ClaimMapping> username = prefixed(mappings.path("username"), at + ".username");
        if (username.isEmpty()) {
            errors.add(FieldError.required(at + ".username", "claim or expression is required"));
        }
        return new ClaimRules(
                username.orElse(new ClaimMapping("sub", "")),
                prefixed(mappings.path("groups"), at + ".groups"),
                plain(mappings.path("uid"), "expression", at + ".uid"),
                extra(mappings.path("extra"), at + ".extra"),
                required(jwt.path("claimValidationRules"), field + ".claimValidationRules"));
    }

    private Optional<ClaimMapping> prefixed(JsonNode given, String field) {
        Optional<ClaimMapping> mapping = plain(given, "expression", field);
        boolean byClaim = !given.path("claim").asString("").isEmpty();
        if (byClaim && !given.has("prefix")) {
            errors.add(FieldError.required(
                    field + ".prefix",
                    "prefix is required when claim is set. It can be set to an empty string to disable prefixing"));
        }
        String prefix = given.path("prefix").asString("");
        return mapping.map(each -> new ClaimMapping(each.claim(), prefix));
    }

    /** A claim by its name, or by an expression that says no more than its name. */
    private Optional<ClaimMapping> plain(JsonNode given, String expressionField, String field) {
        String claim = given.path("claim").asString("");
        String expression = given.path(expressionField).asString("");
        if (!claim.isEmpty() && !expression.isEmpty()) {
            errors.add(FieldError.invalid(field, "\"\"", "claim and expression can't both be set"));
        }
        if (expression.isEmpty()) {
            return claim.isEmpty() ? Optional.empty() : Optional.of(new ClaimMapping(claim, ""));
        }
        Matcher named = PLAIN_CLAIM.matcher(expression.strip());
        if (!named.matches()) {
            errors.add(FieldError.invalid(field + "." + expressionField, quoted(expression), ONLY_CLAIMS));
            return Optional.of(new ClaimMapping("", ""));
        }
        return Optional.of(new ClaimMapping(named.group(1) == null ? named.group(2) : named.group(1), ""));
    }

    private Map<String, ClaimMapping> extra(JsonNode given, String field) {
        Map<String, ClaimMapping> extra = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String at = field + "[" + i + "]";
            String key = given.get(i).path("key").asString("");
            if (!EXTRA_KEY.matcher(key).matches()) {
                errors.add(FieldError.invalid(
                        at + ".key", quoted(key), "must be a domain-prefixed path (such as \"acme.io/foo\")"));
            }
            plain(given.get(i), "valueExpression", at)
                    .ifPresentOrElse(
                            mapping -> extra.put(key, mapping),
                            () -> errors.add(FieldError.required(at + ".valueExpression", "")));
        }
        return extra;
    }

    private Map<String, String> required(JsonNode given, String field) {
        Map<String, String> required = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String at = field + "[" + i + "]";
            String claim = given.get(i).path("claim").asString("");
            if (given.get(i).has("expression")) {
                errors.add(FieldError.forbidden(
                        at + ".expression", "rules in CEL are not understood here; use claim and requiredValue"));
            } else if (claim.isEmpty()) {
                errors.add(FieldError.required(at, "claim or expression is required"));
            }
            required.put(claim, given.get(i).path("requiredValue").asString(""));
        }
        return required;
    }

    private void https(String url, String field) {
        if (url.isEmpty()) {
            errors.add(FieldError.required(field, "URL is required"));
            return;
        }
        try {
            URI parsed = URI.create(url);
            if (!"https".equals(parsed.getScheme()) || parsed.getHost() == null) {
                errors.add(FieldError.invalid(field, quoted(url), "URL scheme must be https"));
            }
            if (parsed.getUserInfo() != null || parsed.getQuery() != null || parsed.getFragment() != null) {
                errors.add(FieldError.invalid(
                        field, quoted(url), "URL must not contain a username, password, query or fragment"));
            }
        } catch (IllegalArgumentException e) {
            errors.add(FieldError.invalid(field, quoted(url), String.valueOf(e.getMessage())));
        }
    }

    private void known(JsonNode node, String prefix, Set<String> fields) {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!fields.contains(each.getKey())) {
                errors.add(FieldError.forbidden(prefix + each.getKey(), "no such field"));
            }
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asString("")).filter(text -> !text.isEmpty());
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
