package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A store that is filled with roles and bindings, each given in one line. */
final class RbacStore {
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    Snapshot snapshot() {
        return store.snapshot();
    }

    /** @param rules as JSON without the outer brackets */
    RbacStore clusterRole(String name, String rules) {
        return put("ClusterRole", "", name, "\"rules\":[" + rules + "]");
    }

    RbacStore role(String namespace, String name, String rules) {
        return put("Role", namespace, name, "\"rules\":[" + rules + "]");
    }

    RbacStore clusterRoleBinding(String name, String role, String subjects) {
        return put("ClusterRoleBinding", "", name, binding("ClusterRole", role, subjects));
    }

    RbacStore roleBinding(String namespace, String name, String kind, String role, String subjects) {
        return put("RoleBinding", namespace, name, binding(kind, role, subjects));
    }

    RbacStore put(String kind, String namespace, String name, String content) {
        String json =
                """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"%s","metadata":{"name":"%s"%s},%s}""".formatted(kind, name, namespace.isEmpty() ? "" : ",\"namespace\":\"" + namespace + "\"", content);
        ObjectNode object = ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
        ObjectKey key = ObjectKey.of(RbacTypes.GROUP, kind.toLowerCase(Locale.ROOT) + "s", namespace, name);
        store.commit(new Commit(
                List.of(new Write.Put(key, ObjectJson.encode(object))), List.of(), Commit.Origin.CLIENT, "test"));
        return this;
    }

    void delete(String resource, String name) {
        ObjectKey key = ObjectKey.of(RbacTypes.GROUP, resource, "", name);
        store.commit(new Commit(List.of(new Write.Delete(key)), List.of(), Commit.Origin.CLIENT, "test"));
    }

    private static String binding(String kind, String role, String subjects) {
        return """
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"%s","name":"%s"},"subjects":[%s]""".formatted(kind, role, subjects);
    }

    static String user(String name) {
        return "{\"kind\":\"User\",\"apiGroup\":\"rbac.authorization.k8s.io\",\"name\":\"" + name + "\"}";
    }

    static String group(String name) {
        return "{\"kind\":\"Group\",\"apiGroup\":\"rbac.authorization.k8s.io\",\"name\":\"" + name + "\"}";
    }

    static String account(String namespace, String name) {
        String in = namespace.isEmpty() ? "" : ",\"namespace\":\"" + namespace + "\"";
        return "{\"kind\":\"ServiceAccount\",\"name\":\"" + name + "\"" + in + "}";
    }
}
