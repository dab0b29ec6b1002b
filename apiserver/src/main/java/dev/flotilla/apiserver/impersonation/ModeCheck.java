package dev.flotilla.apiserver.impersonation;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.Forbidden;
import dev.flotilla.apiserver.auth.ServiceAccounts;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks for every right that acting in another's name takes in one mode. */
record ModeCheck(Authorizer authorizer, Mode mode, UserInfo requestor) {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String UNAUTHENTICATED = "system:unauthenticated";
    private static final String NODES = "system:nodes";

    /** So many rights of one kind are first asked for at once. */
    private static final int MANY = 4;

    /**
     * The user whom the requestor may act as.
     *
     * @throws dev.flotilla.api.status.StatusException 403 at the first right that is missing
     */
    UserInfo permit(UserInfo wanted, AccessAttributes access) {
        if (mode.constrained()) {
            demand(on(access));
        }
        demand(name(wanted));
        if (!wanted.uid().isEmpty()) {
            demand(identity("uids", "", wanted.uid()));
        }
        groups(wanted.groups());
        extra(wanted.extra());
        return completed(wanted);
    }

    private AccessAttributes on(AccessAttributes access) {
        String verb = mode.verbOn(access.verb());
        return switch (access) {
            case AccessAttributes.NonResource on -> new AccessAttributes.NonResource(verb, on.path());
            case AccessAttributes.Resource on ->
                new AccessAttributes.Resource(
                        verb, on.group(), on.version(), on.resource(), on.subresource(), on.namespace(), on.name());
        };
    }

    private AccessAttributes.Resource name(UserInfo wanted) {
        Optional<String> node = mode.constrained() ? Mode.node(wanted) : Optional.empty();
        if (node.isPresent()) {
            return member("nodes", "", mode == Mode.ASSOCIATED_NODE ? "*" : node.get());
        }
        return ServiceAccounts.parse(wanted.name())
                .map(account -> member("serviceaccounts", account.namespace(), account.name()))
                .orElseGet(() -> member("users", "", wanted.name()));
    }

    private void groups(List<String> groups) {
        if (mode.constrained()) {
            if (groups.contains("")) {
                throw refused(member("groups", "", ""), "impersonating the empty string group is not allowed");
            }
            if (groups.contains(UserInfo.MASTERS)) {
                throw refused(
                        member("groups", "", UserInfo.MASTERS),
                        "impersonating the system:masters group is not allowed");
            }
            if (groups.size() >= MANY && may(member("groups", "", "*")).allowed()) {
                return;
            }
        }
        groups.forEach(group -> demand(member("groups", "", group)));
    }

    private void extra(Map<String, List<String>> extra) {
        if (mode.constrained()) {
            extra.forEach(this::refuseMalformed);
            int values = extra.values().stream().mapToInt(List::size).sum();
            if (values >= MANY && may(identity("userextras", "*", "*")).allowed()) {
                return;
            }
        }
        extra.forEach((key, values) -> values.forEach(value -> demand(identity("userextras", key, value))));
    }

    private void refuseMalformed(String key, List<String> values) {
        if (key.isEmpty()) {
            throw refused(identity("userextras", "", ""), "impersonating the empty string key in extra is not allowed");
        }
        if (!key.equals(key.toLowerCase(Locale.ROOT))) {
            throw refused(
                    identity("userextras", "", ""),
                    "impersonating a non-lowercase key in extra is not allowed: " + GoText.quoted(key));
        }
        if (values.contains("")) {
            throw refused(
                    identity("userextras", "", ""), "impersonating the empty string value in extra is not allowed");
        }
    }

    private UserInfo completed(UserInfo wanted) {
        List<String> groups = new ArrayList<>(wanted.groups());
        if (mode.constrained() && Mode.node(wanted).isPresent()) {
            groups.add(NODES);
        }
        if (groups.isEmpty()) {
            ServiceAccounts.parse(wanted.name())
                    .ifPresent(account -> groups.addAll(ServiceAccounts.groups(account.namespace())));
        }
        if (wanted.name().equals(UserInfo.ANONYMOUS.name())) {
            add(groups, UNAUTHENTICATED);
        } else if (!groups.contains(UNAUTHENTICATED)) {
            add(groups, UserInfo.AUTHENTICATED);
        }
        return new UserInfo(wanted.name(), wanted.uid(), groups, wanted.extra());
    }

    private static void add(List<String> groups, String group) {
        if (!groups.contains(group)) {
            groups.add(group);
        }
    }

    /** Users and groups belong to the core group where all may be impersonated, to authentication's elsewhere. */
    private AccessAttributes.Resource member(String resource, String namespace, String name) {
        String group = mode.constrained() ? AUTHENTICATION : "";
        return new AccessAttributes.Resource(mode.verb(), group, "v1", resource, "", namespace, name);
    }

    private AccessAttributes.Resource identity(String resource, String subresource, String name) {
        return new AccessAttributes.Resource(mode.verb(), AUTHENTICATION, "v1", resource, subresource, "", name);
    }

    private Authorizer.Verdict may(AccessAttributes access) {
        return authorizer.decide(requestor, access);
    }

    private void demand(AccessAttributes access) {
        Authorizer.Verdict verdict = may(access);
        if (!verdict.allowed()) {
            throw refused(access, verdict.reason());
        }
    }

    private RuntimeException refused(AccessAttributes access, String reason) {
        return Forbidden.of(requestor, access, reason).exception();
    }
}
