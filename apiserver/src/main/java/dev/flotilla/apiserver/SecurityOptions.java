package dev.flotilla.apiserver;

import dev.flotilla.apiserver.audit.AuditLog;
import dev.flotilla.apiserver.auth.TokenAuthenticator;
import dev.flotilla.apiserver.flow.FlowLimits;
import dev.flotilla.apiserver.token.TokenSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whom a server knows besides those with client certificates, what it writes down, and how much it takes.
 *
 * @param serviceAccounts how their tokens are issued and believed
 * @param tokens other kinds of tokens
 * @param anonymous the paths on which a request without credentials is let through to authorisation
 */
public record SecurityOptions(
        TokenSettings serviceAccounts,
        List<TokenAuthenticator> tokens,
        Predicate<String> anonymous,
        AuditLog audit,
        FlowLimits limits) {
    public SecurityOptions {
        tokens = List.copyOf(tokens);
    }

    /** Service accounts of this process's life, anonymous requests, no audit log. */
    public static SecurityOptions plain() {
        return new SecurityOptions(TokenSettings.inMemory(), List.of(), _ -> true, AuditLog.OFF, FlowLimits.DEFAULT);
    }

    public SecurityOptions with(TokenSettings settings) {
        return new SecurityOptions(settings, tokens, anonymous, audit, limits);
    }

    /** One kind of tokens more. */
    public SecurityOptions with(TokenAuthenticator more) {
        List<TokenAuthenticator> all = new ArrayList<>(tokens);
        all.add(more);
        return new SecurityOptions(serviceAccounts, all, anonymous, audit, limits);
    }

    public SecurityOptions withAnonymous(Predicate<String> paths) {
        return new SecurityOptions(serviceAccounts, tokens, paths, audit, limits);
    }

    public SecurityOptions with(AuditLog log) {
        return new SecurityOptions(serviceAccounts, tokens, anonymous, log, limits);
    }

    public SecurityOptions with(FlowLimits other) {
        return new SecurityOptions(serviceAccounts, tokens, anonymous, audit, other);
    }
}
