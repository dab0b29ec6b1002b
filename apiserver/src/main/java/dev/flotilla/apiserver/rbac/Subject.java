package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.patch.GoText;
import dev.flotilla.apiserver.auth.ServiceAccounts;
import tools.jackson.databind.JsonNode;

/**
 * Whom a binding gives a role.
 *
 * @param kind User, Group or ServiceAccount; any other is nobody
 * @param namespace of a service account; empty for the binding's own
 */
record Subject(String kind, String name, String namespace) {
    private static final String SERVICE_ACCOUNT = "ServiceAccount";

    static Subject of(JsonNode subject) {
        return new Subject(
                subject.path("kind").asString(""),
                subject.path("name").asString(""),
                subject.path("namespace").asString(""));
    }

    /** Under what name a user or group is found that this subject means; empty for nobody. */
    String key(String bindingNamespace) {
        return switch (kind) {
            case "User" -> user(name);
            case "Group" -> group(name);
            case SERVICE_ACCOUNT -> {
                String home = namespace.isEmpty() ? bindingNamespace : namespace;
                yield home.isEmpty() ? "" : user(ServiceAccounts.userName(home, name));
            }
            default -> "";
        };
    }

    static String user(String name) {
        return "u:" + name;
    }

    static String group(String name) {
        return "g:" + name;
    }

    String describe(String bindingNamespace) {
        return kind + " "
                + GoText.quoted(
                        kind.equals(SERVICE_ACCOUNT)
                                ? name + "/" + (namespace.isEmpty() ? bindingNamespace : namespace)
                                : name);
    }
}
