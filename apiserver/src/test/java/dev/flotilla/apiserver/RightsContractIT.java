package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How rights are given, used and refused over the wire; the words are a kube-apiserver's. */
final class RightsContractIT {
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";
    private static final String ROLES = RBAC + "namespaces/default/roles";
    private static final String BINDINGS = RBAC + "namespaces/default/rolebindings";
    private static final String READER = """
            {"metadata":{"name":"reader"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]}]}""";
    private static final String WRITER = """
            {"metadata":{"name":"writer"},"rules":[
             {"apiGroups":[""],"resources":["secrets"],"verbs":["get","list"]},
             {"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]}]}""";

    private TestServer server;
    private HttpsClient admin;
    private HttpsClient bob;

    @BeforeEach
    void start() {
        server = new TestServer();
        admin = server.admin();
        bob = server.client(TestServer.BOB);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void userMayWhatHisRoleSays() {
        assertThat(bob.get("/api/v1/namespaces/default/configmaps/x").code()).isEqualTo(403);

        admin.post(ROLES, READER);
        bind("reader");

        assertThat(bob.get("/api/v1/namespaces/default/configmaps/x").code()).isEqualTo(404);
        assertThat(bob.get("/api/v1/namespaces/kube-system/configmaps/x").code())
                .isEqualTo(403);
    }

    @Test
    void nobodyGrantsWhatHeDoesNotHold() {
        admin.post(ROLES, """
                {"metadata":{"name":"manager"},"rules":[
                 {"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],
                  "verbs":["create","update","patch","get"]},
                 {"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]}]}""");
        bind("manager");

        assertThat(bob.post(ROLES, READER).code()).isEqualTo(201);
        HttpsClient.Answer refused = bob.post(ROLES, WRITER);

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("roles.rbac.authorization.k8s.io \"writer\" is forbidden: user \"bob\""
                        + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently"
                        + " held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}");
        assertThat(bob.patch(ROLES + "/reader", "application/merge-patch+json", """
                {"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}""")
                        .code())
                .isEqualTo(403);
        assertThat(bob.patch(
                                ROLES + "/writer?fieldManager=x",
                                "application/apply-patch+yaml",
                                WRITER.replaceFirst(
                                        "\\{", "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"Role\","))
                        .code())
                .isEqualTo(403);
        assertThat(bob.post(BINDINGS, binding("mine", "ClusterRole", "cluster-admin"))
                        .code())
                .isEqualTo(403);
        assertThat(bob.post(BINDINGS, binding("mine", "ClusterRole", "nope")).message())
                .isEqualTo("rolebindings.rbac.authorization.k8s.io \"nope\" not found");
        assertThat(admin.get(ROLES + "/writer").code()).isEqualTo(404);
    }

    @Test
    void bindingNeverTurnsToAnotherRole() {
        admin.post(BINDINGS, binding("b", "Role", "one"));

        HttpsClient.Answer refused = admin.put(BINDINGS + "/b", binding("b", "Role", "two"));

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.message())
                .isEqualTo("RoleBinding.rbac.authorization.k8s.io \"b\" is invalid: roleRef: Invalid value:"
                        + " {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"Role\",\"Name\":\"two\"}:"
                        + " cannot change roleRef");
    }

    @Test
    void badRolesAndBindingsAreRefusedFieldByField() {
        assertThat(admin.post(ROLES, """
                {"metadata":{"name":"r"},"rules":[{"verbs":[]},
                 {"verbs":["get"],"nonResourceURLs":["/x"],"resources":["pods"]}]}""").message())
                .isEqualTo(
                        "Role.rbac.authorization.k8s.io \"r\" is invalid: [rules[0].verbs: Required value: verbs must"
                                + " contain at least one value, rules[0].apiGroups: Required value: resource rules must supply"
                                + " at least one api group, rules[0].resources: Required value: resource rules must supply at"
                                + " least one resource, rules[1].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules"
                                + " cannot apply to non-resource URLs, rules[1].nonResourceURLs: Invalid value: [\"/x\"]: rules"
                                + " cannot apply to both regular resources and non-resource URLs]");
        assertThat(admin.post(RBAC + "clusterrolebindings", """
                {"metadata":{"name":"b"},"roleRef":{"kind":"X","apiGroup":"y","name":""},
                 "subjects":[{"kind":"User","name":""},{"kind":"ServiceAccount","name":"a","apiGroup":"z"},
                             {"kind":"Q","name":"a"}]}""").message())
                .isEqualTo(
                        "ClusterRoleBinding.rbac.authorization.k8s.io \"b\" is invalid: [roleRef.apiGroup: Unsupported"
                                + " value: \"y\": supported values: \"rbac.authorization.k8s.io\", roleRef.kind: Unsupported"
                                + " value: \"X\": supported values: \"ClusterRole\", roleRef.name: Required value,"
                                + " subjects[0].name: Required value, subjects[1].apiGroup: Unsupported value: \"z\": supported"
                                + " values: \"\", subjects[1].namespace: Required value, subjects[2].kind: Unsupported value:"
                                + " \"Q\": supported values: \"ServiceAccount\", \"User\", \"Group\"]");
    }

    @Test
    void rolesGatherTheRulesOfThoseLabelledForThem() {
        admin.post(RBAC + "clusterroles", """
                {"metadata":{"name":"view-widgets","labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},
                 "rules":[{"apiGroups":["example.com"],"resources":["widgets"],"verbs":["get"]}]}""");
        admin.post(BINDINGS, binding("viewer", "ClusterRole", "view"));

        await().untilAsserted(() -> assertThat(bob.post(REVIEWS + "selfsubjectaccessreviews", """
                        {"spec":{"resourceAttributes":{"verb":"get","group":"example.com","resource":"widgets",
                         "namespace":"default"}}}""")
                        .json()
                        .at("/status/reason")
                        .asString(""))
                .isEqualTo("RBAC: allowed by RoleBinding \"viewer/default\" of ClusterRole \"view\" to User \"bob\""));
    }

    @Test
    void administratorActsInAnothersName() {
        HttpRequest.Builder asked = admin.request("/api/v1/namespaces/default/pods")
                .header("Impersonate-User", "jane")
                .header("Impersonate-Group", "devs")
                .GET();

        assertThat(admin.send(asked).message())
                .isEqualTo("pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the"
                        + " namespace \"default\"");
        assertThat(bob.send(bob.request("/api/v1/namespaces/default/pods")
                                .header("Impersonate-User", "jane")
                                .GET())
                        .message())
                .isEqualTo(
                        "pods is forbidden: User \"bob\" cannot impersonate-on:user-info:list resource \"pods\" in API"
                                + " group \"\" in the namespace \"default\"");
    }

    @Test
    void questionsAboutAccessMustBeWhole() {
        assertThat(admin.post(REVIEWS + "subjectaccessreviews", "{\"spec\":{}}").message())
                .isEqualTo(
                        ".authorization.k8s.io \"\" is invalid: [spec.resourceAttributes: Invalid value: null: exactly"
                                + " one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid"
                                + " value: \"\": at least one of user or group must be specified]");
        assertThat(admin.post(REVIEWS + "namespaces/default/localsubjectaccessreviews", """
                {"spec":{"user":"bob","resourceAttributes":{"verb":"get","resource":"pods"}}}""")
                        .message())
                .isEqualTo(".authorization.k8s.io \"\" is invalid: spec.resourceAttributes.namespace: Invalid value:"
                        + " \"\": must match metadata.namespace");
        assertThat(admin.post(REVIEWS + "selfsubjectrulesreviews", "{\"spec\":{}}")
                        .message())
                .isEqualTo("no namespace on request");
        assertThat(admin.post(REVIEWS + "subjectaccessreviews", """
                {"spec":{"user":"bob","resourceAttributes":{"verb":"get","resource":"pods",
                 "fieldSelector":{"rawSelector":"a=b,,c"},"labelSelector":{"requirements":[
                  {"key":"a","operator":"Foo"},{"key":"b","operator":"Exists"}]}}}}""")
                        .json()
                        .at("/status/evaluationError")
                        .asString(""))
                .isEqualTo("spec.resourceAttributes.fieldSelector ignored due to parse error;"
                        + " spec.resourceAttributes.labelSelector partially ignored due to parse error");
    }

    private void bind(String role) {
        assertThat(admin.post(BINDINGS, binding(role, "Role", role)).code()).isEqualTo(201);
    }

    private static String binding(String name, String kind, String role) {
        return """
                {"metadata":{"name":"%s"},"roleRef":{"kind":"%s","name":"%s"},
                 "subjects":[{"kind":"User","name":"bob"}]}""".formatted(name, kind, role);
    }
}
