package dev.flotilla.hub.proxy;

import dev.flotilla.propagation.member.MemberAccess;
import dev.flotilla.propagation.member.MemberClients;
import io.fabric8.kubernetes.client.Config;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a member is, and with which credential the hub speaks there for others. Two that are equal need no new
 * connection.
 *
 * @param impersonator the token that may impersonate; with it nothing else of the credentials is shown
 */
record MemberEndpoint(MemberAccess access, Optional<String> impersonator) {
    /** What of it a client needs, read once. */
    record Address(String host, int port, boolean tls, String root) {
        String server() {
            return (tls ? "https://" : "http://") + host + ":" + port;
        }
    }

    Config config() {
        return MemberClients.config(access);
    }

    static Address address(Config config) {
        URI uri = URI.create(config.getMasterUrl());
        boolean tls = !"http".equals(uri.getScheme());
        int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
        return new Address(uri.getHost(), port, tls, path);
    }

    /** The Authorization header; empty if a certificate speaks. */
    Optional<String> authorization(Config config) {
        if (impersonator.isPresent()) {
            return impersonator.map(token -> "Bearer " + token);
        }
        Optional<String> token = given(config.getOauthToken()).or(() -> given(config.getAutoOAuthToken()));
        if (token.isPresent()) {
            return token.map(each -> "Bearer " + each);
        }
        return given(config.getUsername())
                .map(user -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":"
                                                + given(config.getPassword()).orElse(""))
                                        .getBytes(StandardCharsets.UTF_8)));
    }

    /** Sets whom to trust, whom to be and which way to go. */
    void secure(ClientOptionsBase options, Config config, Address address) {
        options.setSsl(address.tls());
        if (config.isTrustCerts()) {
            options.setTrustAll(true);
        } else {
            given(config.getCaCertData())
                    .ifPresent(data -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem(data))));
        }
        Optional<String> certificate = given(config.getClientCertData());
        Optional<String> key = given(config.getClientKeyData());
        if (impersonator.isEmpty() && certificate.isPresent() && key.isPresent()) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions().setCertValue(pem(certificate.get())).setKeyValue(pem(key.get())));
        }
        access.proxy().map(MemberEndpoint::proxy).ifPresent(options::setProxyOptions);
    }

    private static ProxyOptions proxy(String url) {
        URI uri = URI.create(url);
        boolean socks = "socks5".equals(uri.getScheme());
        ProxyOptions options = new ProxyOptions().setHost(uri.getHost());
        options.setType(socks ? ProxyType.SOCKS5 : ProxyType.HTTP);
        if (uri.getPort() > 0) {
            options.setPort(uri.getPort());
        }
        String[] user =
                uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
        if (user.length == 2) {
            options.setUsername(user[0]).setPassword(user[1]);
        }
        return options;
    }

    private static Buffer pem(String base64) {
        return Buffer.buffer(Base64.getMimeDecoder().decode(base64));
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(each -> !each.isEmpty());
    }

    @Override
    public String toString() {
        return "MemberEndpoint[" + access.endpoint() + "]";
    }
}
