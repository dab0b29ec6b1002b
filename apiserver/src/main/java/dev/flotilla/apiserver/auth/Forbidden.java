package dev.flotilla.apiserver.auth;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.api.status.StatusError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The refusal of a user who may not do something, in Kubernetes' words. */
public final class Forbidden {
    private Forbidden() {}

    /** @param reason more about why; may be empty */
    public static StatusError of(UserInfo user, AccessAttributes access, String reason) {
        String who = "User " + GoText.quoted(user.name()) + " cannot " + access.verb();
        String why = reason.isEmpty() ? "" : ": " + reason;
        return switch (access) {
            case AccessAttributes.NonResource on ->
                error("forbidden: " + harmless(who + " path " + GoText.quoted(on.path())) + why, details("", "", ""));
            case AccessAttributes.Resource resource -> {
                String what = who + " resource " + GoText.quoted(resource.withSubresource()) + " in API group "
                        + GoText.quoted(resource.group()) + scope(resource);
                yield error(
                        subject(resource) + " is forbidden: " + harmless(what) + why,
                        details(resource.name(), resource.group(), resource.resource()));
            }
        };
    }

    private static StatusError error(String message, StatusError.Details details) {
        return new StatusError(403, "Forbidden", message, Optional.of(details));
    }

    /** What a client has sent must not be taken for HTML by who shows the message. */
    private static String harmless(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String subject(AccessAttributes.Resource resource) {
        return resource.name().isEmpty()
                ? resource.qualified()
                : resource.qualified() + " " + GoText.quoted(resource.name());
    }

    private static String scope(AccessAttributes.Resource resource) {
        return resource.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace " + GoText.quoted(resource.namespace());
    }

    private static StatusError.Details details(String name, String group, String kind) {
        return new StatusError.Details(name, group, kind, "", List.of(), OptionalInt.empty());
    }
}
