package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The refusal of a user who may not do something, in Kubernetes' words. */
final class Forbidden {
    private Forbidden() {}

    static StatusError of(UserInfo user, AccessAttributes access, String reason) {
        String why = reason.isEmpty() ? "" : ": " + reason;
        return switch (access) {
            case AccessAttributes.NonResource(String verb, String path) ->
                new StatusError(
                        403,
                        "Forbidden",
                        "forbidden: User \"" + user.name() + "\" cannot " + verb + " path \"" + path + "\"" + why,
                        Optional.of(details("", "", "")));
            case AccessAttributes.Resource resource ->
                new StatusError(
                        403,
                        "Forbidden",
                        subject(resource) + " is forbidden: User \"" + user.name() + "\" cannot " + resource.verb()
                                + " resource \"" + resource.withSubresource() + "\" in API group \""
                                + resource.group() + "\"" + scope(resource) + why,
                        Optional.of(details(resource.name(), resource.group(), resource.resource())));
        };
    }

    private static String subject(AccessAttributes.Resource resource) {
        return resource.name().isEmpty() ? resource.qualified() : resource.qualified() + " \"" + resource.name() + "\"";
    }

    private static String scope(AccessAttributes.Resource resource) {
        return resource.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + resource.namespace() + "\"";
    }

    private static StatusError.Details details(String name, String group, String kind) {
        return new StatusError.Details(name, group, kind, "", List.of(), OptionalInt.empty());
    }
}
