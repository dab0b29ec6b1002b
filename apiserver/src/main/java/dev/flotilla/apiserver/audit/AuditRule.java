package dev.flotilla.apiserver.audit;

import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a policy. What a rule does not name, it does not ask for.
 *
 * @param omitManagedFields what the rule says itself; the policy decides otherwise
 */
public record AuditRule(
        AuditLevel level,
        List<String> users,
        List<String> userGroups,
        List<String> verbs,
        List<GroupResources> resources,
        List<String> namespaces,
        List<String> nonResourceUrls,
        Set<AuditStage> omitStages,
        Optional<Boolean> omitManagedFields) {
    /**
     * @param group empty for the core group, {@code *} for any
     * @param resources {@code pods}, {@code pods/log}, {@code pods/*}, any resource's {@code scale} or {@code *}; empty
     *     for all
     */
    public record GroupResources(String group, List<String> resources, List<String> resourceNames) {
        public GroupResources {
            resources = List.copyOf(resources);
            resourceNames = List.copyOf(resourceNames);
        }

        boolean match(AccessAttributes.Resource access) {
            if (!group.equals(access.group()) && !group.equals("*")) {
                return false;
            }
            return resources.isEmpty()
                    || ((resourceNames.isEmpty() || resourceNames.contains(access.name()))
                            && resources.stream().anyMatch(each -> named(each, access)));
        }

        private static boolean named(String resource, AccessAttributes.Resource access) {
            return resource.equals(access.withSubresource())
                    || resource.equals("*")
                    || (!access.subresource().isEmpty() && resource.equals("*/" + access.subresource()))
                    || resource.equals(access.resource() + "/*");
        }
    }

    public AuditRule {
        users = List.copyOf(users);
        userGroups = List.copyOf(userGroups);
        verbs = List.copyOf(verbs);
        resources = List.copyOf(resources);
        namespaces = List.copyOf(namespaces);
        nonResourceUrls = List.copyOf(nonResourceUrls);
        omitStages = Set.copyOf(omitStages);
    }

    boolean matches(UserInfo user, AccessAttributes access) {
        if (!named(users, user.name()) || !named(verbs, access.verb())) {
            return false;
        }
        if (!userGroups.isEmpty() && user.groups().stream().noneMatch(userGroups::contains)) {
            return false;
        }
        if (namespaces.isEmpty() && resources.isEmpty() && nonResourceUrls.isEmpty()) {
            return true;
        }
        return switch (access) {
            case AccessAttributes.Resource resource ->
                (!namespaces.isEmpty() || !resources.isEmpty())
                        && named(namespaces, resource.namespace())
                        && (resources.isEmpty() || resources.stream().anyMatch(each -> each.match(resource)));
            case AccessAttributes.NonResource(String _, String path) ->
                namespaces.isEmpty()
                        && resources.isEmpty()
                        && nonResourceUrls.stream().anyMatch(url -> leadsTo(url, path));
        };
    }

    private static boolean named(List<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }

    private static boolean leadsTo(String url, String path) {
        return url.equals(path) || (url.endsWith("*") && path.startsWith(url.substring(0, url.length() - 1)));
    }
}
