package dev.flotilla.apiserver.auth;

import dev.flotilla.api.schema.validation.Names;
import java.util.List;
import java.util.Optional;

/** Service accounts as users: {@code system:serviceaccount:NAMESPACE:NAME}. */
public final class ServiceAccounts {
    private static final String PREFIX = "system:serviceaccount:";
    private static final String ALL = "system:serviceaccounts";

    private ServiceAccounts() {}

    /** One service account. */
    public record Account(String namespace, String name) {}

    public static String userName(String namespace, String name) {
        return PREFIX + namespace + ":" + name;
    }

    /** The groups that every service account of a namespace is in. */
    public static List<String> groups(String namespace) {
        return List.of(ALL, ALL + ":" + namespace);
    }

    /** Which service account a user is; empty if it is none. */
    public static Optional<Account> parse(String userName) {
        String[] parts = userName.startsWith(PREFIX)
                ? userName.substring(PREFIX.length()).split(":", -1)
                : new String[0];
        boolean valid = parts.length == 2
                && Names.dnsLabel(parts[0]).isEmpty()
                && Names.dnsSubdomain(parts[1]).isEmpty();
        return valid ? Optional.of(new Account(parts[0], parts[1])) : Optional.empty();
    }
}
