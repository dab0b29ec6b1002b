package dev.flotilla.cli.command;

import dev.flotilla.apiserver.token.TokenSettings;
import dev.flotilla.cli.UserError;
import dev.flotilla.hub.config.HubSecurity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about users, the audit log and limits, with the names a kube-apiserver gives them. */
public final class SecurityFlags {
    @Option(
            names = "--service-account-issuer",
            paramLabel = "URL",
            description = "what service accounts' tokens name as their issuer (default: ${DEFAULT-VALUE})")
    private String issuer = TokenSettings.DEFAULT_ISSUER;

    @Option(
            names = "--authentication-config",
            paramLabel = "FILE",
            description = "Kubernetes' AuthenticationConfiguration: OpenID Connect issuers, anonymous requests")
    private @Nullable Path authentication;

    @Option(
            names = "--client-ca-file",
            paramLabel = "FILE",
            description = "authorities whose client certificates are believed beside the hub's own")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--audit-policy-file",
            paramLabel = "FILE",
            description = "Kubernetes' audit Policy (default: who did what with what result, no bodies)")
    private @Nullable Path auditPolicy;

    @Option(
            names = "--audit-log-path",
            paramLabel = "FILE",
            description = "where audit events go (default: audit.log in the data directory; none: nowhere)")
    private @Nullable Path auditLog;

    @Option(
            names = "--requests-per-second-per-user",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "how many requests a user may make on average, twice as many at once (default: any number)")
    private int requestsPerSecond;

    HubSecurity security() {
        if (!issuer.startsWith("https://")) {
            throw new UserError("--service-account-issuer must be an https URL, not " + issuer);
        }
        if (requestsPerSecond < 0) {
            throw new UserError("--requests-per-second-per-user must not be negative");
        }
        boolean audit = auditLog == null || !auditLog.equals(Path.of("none"));
        return new HubSecurity(
                issuer,
                Optional.ofNullable(authentication),
                Optional.ofNullable(clientAuthorities),
                Optional.ofNullable(auditPolicy),
                audit ? Optional.ofNullable(auditLog) : Optional.empty(),
                audit,
                requestsPerSecond);
    }

    /** The same, for another process' command line. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--service-account-issuer", issuer);
        file(arguments, "--authentication-config", authentication);
        file(arguments, "--client-ca-file", clientAuthorities);
        file(arguments, "--audit-policy-file", auditPolicy);
        if (auditLog != null && auditLog.equals(Path.of("none"))) {
            add(arguments, "--audit-log-path", "none");
        } else {
            file(arguments, "--audit-log-path", auditLog);
        }
        add(arguments, "--requests-per-second-per-user", Integer.toString(requestsPerSecond));
        return arguments;
    }

    private static void file(List<String> arguments, String name, @Nullable Path file) {
        if (file != null) {
            add(arguments, name, file.toAbsolutePath().toString());
        }
    }

    private static void add(List<String> arguments, String name, String value) {
        arguments.add(name);
        arguments.add(value);
    }
}
