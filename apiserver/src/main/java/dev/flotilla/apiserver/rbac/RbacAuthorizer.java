package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.HeldRules;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides by the roles and bindings of the newest snapshot. Everything that is not granted is refused; administrators
 * ({@code system:masters}) may do everything. Thread-safe.
 */
public final class RbacAuthorizer implements Authorizer {
    private static final Verdict MASTER = new Verdict(true, "");

    private final Supplier<Snapshot> snapshots;
    private final Policies policies = new Policies();

    public RbacAuthorizer(Supplier<Snapshot> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Verdict decide(UserInfo user, AccessAttributes access) {
        if (user.in(UserInfo.MASTERS)) {
            return MASTER;
        }
        Policy policy = policies.at(snapshots.get());
        List<Binding.RoleRef> missing = new ArrayList<>();
        for (BindingIndex.Match match : policy.matches(user, namespace(access))) {
            Binding binding = match.binding();
            Optional<List<PolicyRule>> rules = policy.rules(binding.role(), binding.namespace());
            if (rules.isEmpty()) {
                missing.add(binding.role());
            } else if (allowed(rules.get(), access)) {
                return new Verdict(true, reason(match));
            }
        }
        return new Verdict(false, missing.isEmpty() ? "" : "RBAC: " + MissingRoles.singular(missing));
    }

    /** Every reason for which a user may do something; the first is that of the verdict. */
    public List<String> reasons(UserInfo user, AccessAttributes access) {
        Policy policy = policies.at(snapshots.get());
        return policy.matches(user, namespace(access)).stream()
                .filter(match -> policy.rules(
                                match.binding().role(), match.binding().namespace())
                        .map(rules -> allowed(rules, access))
                        .orElse(false))
                .map(RbacAuthorizer::reason)
                .toList();
    }

    @Override
    public HeldRules rules(UserInfo user, String namespace) {
        Policy.Holdings holdings = policies.at(snapshots.get()).holdings(user, namespace);
        List<HeldRules.ResourceRule> resources = new ArrayList<>();
        List<HeldRules.PathRule> paths = new ArrayList<>();
        for (PolicyRule rule : holdings.rules()) {
            if (!rule.resources().isEmpty()) {
                resources.add(new HeldRules.ResourceRule(
                        rule.verbs(), rule.apiGroups(), rule.resources(), rule.resourceNames()));
            }
            if (!rule.nonResourceUrls().isEmpty()) {
                paths.add(new HeldRules.PathRule(rule.verbs(), rule.nonResourceUrls()));
            }
        }
        return new HeldRules(resources, paths, MissingRoles.singular(holdings.missing()));
    }

    Policy policyAt(Snapshot snapshot) {
        return policies.at(snapshot);
    }

    private static boolean allowed(List<PolicyRule> rules, AccessAttributes access) {
        for (PolicyRule rule : rules) {
            if (rule.allows(access)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(BindingIndex.Match match) {
        return "RBAC: allowed by " + match.binding().describe(match.subject());
    }

    private static String namespace(AccessAttributes access) {
        return switch (access) {
            case AccessAttributes.Resource resource -> resource.namespace();
            case AccessAttributes.NonResource _ -> "";
        };
    }
}
