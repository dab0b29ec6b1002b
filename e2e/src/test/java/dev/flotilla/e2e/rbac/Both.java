package dev.flotilla.e2e.rbac;

import static org.awaitility.Awaitility.await;

import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.e2e.member.Answer;
import dev.flotilla.e2e.member.Api;
import dev.flotilla.e2e.member.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A real kube-apiserver and a server of ours that hold the same policy. */
record Both(Api theirs, Api ours) {
    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final String SENTINEL = "sentinel";

    List<Api> each() {
        return List.of(theirs, ours);
    }

    void load(List<RandomPolicy.Item> policy) {
        for (Api api : each()) {
            for (String namespace : World.NAMESPACES) {
                api.create(
                                "/api/v1/namespaces",
                                Yaml.object("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}", namespace))
                        .expect(201);
            }
            policy.forEach(item -> api.create(item.path(), item.object()).expect(201));
        }
        awaitSettled();
    }

    /** Until the last role and binding are heeded, and the aggregated roles hold the same on both sides. */
    private void awaitSettled() {
        for (Api api : each()) {
            sentinel(api, "Role", "namespaces/" + World.NAMESPACES.getFirst() + "/");
            sentinel(api, "ClusterRole", "");
        }
        for (String verb : List.of("sentinel-role", "sentinel-clusterrole")) {
            await().atMost(SETTLED_MAX).until(() -> each().stream().allMatch(api -> may(api, verb)));
        }
        await().atMost(SETTLED_MAX).until(() -> gathered(theirs).equals(gathered(ours)));
    }

    private static void sentinel(Api api, String kind, String scope) {
        String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
        api.create(World.ROLES_PATH + scope + plural, Yaml.object("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: %s, metadata: {name: sentinel},
                 rules: [{apiGroups: [""], resources: [pods], verbs: [sentinel-%s]}]}""", kind, kind.toLowerCase(java.util.Locale.ROOT)))
                .expect(201);
        api.create(World.ROLES_PATH + scope + plural.replace("roles", "rolebindings"), Yaml.object("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: %sBinding, metadata: {name: sentinel},
                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: sentinel},
                 subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: sentinel}]}""", kind, kind))
                .expect(201);
    }

    private static boolean may(Api api, String verb) {
        Question question = new Question(
                new UserInfo(SENTINEL, "", List.of(), Map.of()),
                new AccessAttributes.Resource(verb, "", "", "pods", "", World.NAMESPACES.getFirst(), ""));
        return ask(api, question).at("/status/allowed").asBoolean(false);
    }

    static Answer ask(Api api, Question question) {
        return api.create("/apis/authorization.k8s.io/v1/subjectaccessreviews", question.review())
                .expect(201);
    }

    /** The rules of the aggregated roles of the test, by name. */
    private static Map<String, JsonNode> gathered(Api api) {
        Map<String, JsonNode> rules = new TreeMap<>();
        for (int i = 0; i < World.AGGREGATED; i++) {
            String name = World.aggregated(i);
            JsonNode role = api.get(World.ROLES_PATH + "clusterroles/" + name).json();
            rules.put(name, role.path("rules").isArray() ? role.path("rules") : Yaml.object("{}"));
        }
        return rules;
    }
}
