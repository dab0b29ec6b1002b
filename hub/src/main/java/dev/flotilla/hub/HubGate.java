package dev.flotilla.hub;

import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.apiserver.SecurityOptions;
import dev.flotilla.apiserver.audit.AuditFile;
import dev.flotilla.apiserver.audit.AuditLog;
import dev.flotilla.apiserver.audit.AuditPolicy;
import dev.flotilla.apiserver.audit.AuditPolicyReader;
import dev.flotilla.apiserver.auth.ClientCertificates;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.controller.TokenSecrets;
import dev.flotilla.apiserver.flow.FlowLimits;
import dev.flotilla.apiserver.oidc.AuthenticationConfiguration;
import dev.flotilla.apiserver.token.SigningKeys;
import dev.flotilla.apiserver.token.TokenSettings;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.hub.config.HubSecurity;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What {@link HubSecurity} comes to: the files read, the audit log open.
 *
 * @param moreAuthorities PEM; empty if only the hub's own is believed
 */
record HubGate(SecurityOptions options, Optional<AuditFile> audit, String moreAuthorities) implements AutoCloseable {
    /** @throws IOException if a file cannot be used; the message names it and says why */
    static HubGate open(HubConfig config, Supplier<SigningKeys> keys, InstantSource clock, MeterRegistry meters)
            throws IOException {
        HubSecurity security = config.security();
        TokenSettings accounts = TokenSettings.with(keys).issuedBy(security.issuer());
        SecurityOptions options =
                SecurityOptions.plain().with(accounts).with(FlowLimits.DEFAULT.withRate(security.requestsPerSecond()));
        if (security.authentication().isPresent()) {
            options = authentication(options, security.authentication().get(), accounts, clock);
        }
        String authorities = "";
        if (security.clientAuthorities().isPresent()) {
            authorities =
                    read("client authorities", security.clientAuthorities().get(), HubGate::authorities);
        }
        if (!security.audit()) {
            return new HubGate(options, Optional.empty(), authorities);
        }
        AuditPolicy policy = security.auditPolicy().isPresent()
                ? read("audit policy", security.auditPolicy().get(), AuditPolicyReader::read)
                : AuditPolicy.byDefault();
        AuditFile file = AuditFile.open(config.auditLog(), AuditFile.Bounds.DEFAULT, clock, meters);
        return new HubGate(options.with(new AuditLog(policy, file)), Optional.of(file), authorities);
    }

    private static SecurityOptions authentication(
            SecurityOptions options, Path file, TokenSettings accounts, InstantSource clock) throws IOException {
        AuthenticationConfiguration read = read(
                "authentication configuration",
                file,
                bytes -> AuthenticationConfiguration.read(bytes, accounts.issuer()));
        SecurityOptions more = options;
        List<TokenAuthenticator> issuers = read.tokens(clock, accounts.audiences());
        for (TokenAuthenticator issuer : issuers) {
            more = more.with(issuer);
        }
        return more.withAnonymous(read.anonymous().orElse(options.anonymous()));
    }

    private static String authorities(byte[] pem) {
        String text = new String(pem, java.nio.charset.StandardCharsets.US_ASCII);
        ClientCertificates.authorities(text);
        return "\n" + text;
    }

    private static <T> T read(String what, Path file, Function<byte[], T> reader) throws IOException {
        try {
            return reader.apply(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new IOException("the " + what + " " + file + " cannot be read: " + unreadable, unreadable);
        } catch (IllegalArgumentException invalid) {
            throw new IOException("the " + what + " " + file + " is not valid: " + invalid.getMessage(), invalid);
        }
    }

    /** Fills Secrets that are to hold a service account's token. */
    Reconciler tokenSecrets(String authorityPem) {
        Supplier<SigningKeys> keys = options.serviceAccounts().keys();
        return new TokenSecrets(token -> token.signed(keys.get()), authorityPem);
    }

    @Override
    public void close() {
        audit.ifPresent(AuditFile::close);
    }
}
