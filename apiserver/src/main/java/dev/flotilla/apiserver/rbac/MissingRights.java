package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares the rules that are to be granted with those that are held. */
final class MissingRights {
    private MissingRights() {}

    /** What of the wanted rules is not covered, in pieces. */
    static List<PolicyRule> of(List<PolicyRule> held, List<PolicyRule> wanted) {
        return wanted.stream()
                .flatMap(rule -> rule.broken().stream())
                .filter(part -> held.stream().noneMatch(rule -> rule.covers(part)))
                .toList();
    }

    /**
     * What a user lacks, in Kubernetes' words; empty if nothing.
     *
     * @param written the type of the object by which the rules are to be granted
     */
    static Optional<String> message(
            UserInfo user, Policy.Holdings held, List<PolicyRule> wanted, GroupResource written) {
        List<PolicyRule> missing = of(held.rules(), wanted);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> lines = new TreeSet<>();
        compacted(missing).forEach(rule -> lines.add(rule.compact()));
        String unresolved = held.missing().isEmpty()
                ? ""
                : "; resolution errors: [" + MissingRoles.toWriterOf(written, held.missing()) + "]";
        return Optional.of("user " + GoText.quoted(user.name()) + " (groups=" + GoText.quoted(user.groups())
                + ") is attempting to grant RBAC permissions not currently held:\n" + String.join("\n", lines)
                + unresolved);
    }

    /** Rules that differ in their verbs alone become one. */
    private static List<PolicyRule> compacted(List<PolicyRule> parts) {
        List<PolicyRule> all = new ArrayList<>();
        Map<PolicyRule, List<String>> verbs = new LinkedHashMap<>();
        for (PolicyRule part : parts) {
            if (part.nonResourceUrls().isEmpty()) {
                verbs.computeIfAbsent(with(part, List.of()), _ -> new ArrayList<>())
                        .addAll(part.verbs());
            } else {
                all.add(part);
            }
        }
        verbs.forEach((part, names) -> all.add(with(part, names)));
        return all;
    }

    private static PolicyRule with(PolicyRule rule, List<String> verbs) {
        return new PolicyRule(rule.apiGroups(), rule.resources(), rule.resourceNames(), rule.nonResourceUrls(), verbs);
    }
}
