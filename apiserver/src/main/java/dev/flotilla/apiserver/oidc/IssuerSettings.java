package dev.flotilla.apiserver.oidc;

import java.util.List;
import java.util.Optional;

/**
 * One issuer that is believed.
 *
 * @param url as its tokens name it
 * @param discoveryUrl where its configuration is, if that is not below the URL
 * @param authorityPem whose certificate it must show; empty for those this machine trusts
 * @param audiences one of which a token must be meant for
 */
record IssuerSettings(
        String url,
        Optional<String> discoveryUrl,
        Optional<String> authorityPem,
        List<String> audiences,
        ClaimRules claims) {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    IssuerSettings {
        audiences = List.copyOf(audiences);
    }

    String configurationUrl() {
        return discoveryUrl.orElseGet(() -> url.replaceAll("/+$", "") + WELL_KNOWN);
    }
}
