package dev.flotilla.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ValidatingAdmissionPolicies over HTTPS; the words are those of a kube-apiserver 1.36. */
class PolicyAdmissionIT {
    private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private static TestServer server;
    private static HttpsClient admin;

    @BeforeAll
    static void start() {
        server = new TestServer();
        admin = server.admin();
        assertThat(admin.post(
                                CONFIG_MAPS,
                                "{'metadata': {'name': 'limits'}, 'data': {'wanted': '5'}}".replace('\'', '"'))
                        .code())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpsClient.Answer policy(String name, String spec) {
        String policy = """
                {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
                 "metadata": {"name": "%1$s"},
                 "spec": {"matchConstraints": {"objectSelector": {"matchLabels": {"case": "%1$s"}}, "resourceRules": [
                   {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["*"], "resources": ["configmaps"]}]}, %2$s}}
                """.formatted(name, spec);
        return admin.post(GROUP + "validatingadmissionpolicies", policy);
    }

    private static HttpsClient.Answer bound(String name, String spec, String binding) {
        assertThat(policy(name, spec).text()).contains("\"uid\"");
        String bound = """
                {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
                 "metadata": {"name": "%1$s"}, "spec": {"policyName": "%1$s", %2$s}}
                """.formatted(name, binding);
        assertThat(admin.post(GROUP + "validatingadmissionpolicybindings", bound)
                        .text())
                .contains("\"uid\"");
        return admin.post(
                CONFIG_MAPS,
                "{\"metadata\": {\"name\": \"%1$s\", \"labels\": {\"case\": \"%1$s\"}}, \"data\": {\"a\": \"1\"}}"
                        .formatted(name));
    }

    private static HttpsClient.Answer denied(String name, String spec) {
        return bound(name, spec, "\"validationActions\": [\"Deny\"]");
    }

    private static String message(String name, String why) {
        return "configmaps \"" + name + "\" is forbidden: ValidatingAdmissionPolicy '" + name + "' with binding '"
                + name + "' denied request: " + why;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
                    p1 @ object.data.a == '1'                                                    @ 201
                    p2 @ object.data.a == '2'                                                    @ 422
                    p3 @ oldObject == null                                                       @ 201
                    p4 @ has(object.data.none)                                                   @ 422
                    p5 @ object.data.none == '2' || true                                         @ 201
                    p6 @ request.operation == 'CREATE' && request.kind.kind == 'ConfigMap'        @ 201
                    p7 @ request.userInfo.username == 'admin'                                    @ 201
                    p8 @ 'system:masters' in request.userInfo.groups                             @ 201
                    p9 @ namespaceObject.metadata.name == request.namespace                      @ 201
                    p10 @ authorizer.group('').resource('configmaps').check('create').allowed()  @ 201
                    p11 @ authorizer.requestResource.check('get').allowed()                      @ 201
                    p12 @ authorizer.serviceAccount('a', 'b').path('/x').check('get').allowed()  @ 422
                    p13 @ quantity(object.data.a).isGreaterThan(quantity('500m'))                @ 201
                    """)
    void evaluatesWhatAPolicySays(String name, String expression, int code) {
        HttpsClient.Answer answer = denied(name, "\"validations\": [{\"expression\": \"" + expression + "\"}]");

        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        if (code == 422) {
            assertThat(answer.message()).isEqualTo(message(name, "failed expression: " + expression));
            assertThat(answer.json().path("reason").asString()).isEqualTo("Invalid");
        }
    }

    @Test
    void saysWhyAnExpressionFails() {
        HttpsClient.Answer answer = denied("fails", "\"validations\": [{\"expression\": \"object.data.none == '2'\"}]");

        assertThat(answer.message())
                .isEqualTo(
                        message("fails", "expression 'object.data.none == '2'' resulted in error: no such key: none"));
    }

    @Test
    void composesMessagesFromVariables() {
        HttpsClient.Answer answer = denied("composed", """
                "variables": [{"name": "a", "expression": "object.data.a"},
                              {"name": "b", "expression": "variables.a + '0'"}],
                "validations": [{"expression": "variables.b == '11'", "reason": "Forbidden",
                                 "messageExpression": "'b is ' + variables.b"}]
                """);

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.message()).isEqualTo(message("composed", "b is 10"));
    }

    @Test
    void ignoresFailuresIfItIsToldTo() {
        HttpsClient.Answer answer = denied("ignoring", """
                "failurePolicy": "Ignore", "validations": [{"expression": "object.data.none == '1'"}]""");

        assertThat(answer.code()).isEqualTo(201);
    }

    @Test
    void asksOnlyIfItsConditionsHold() {
        HttpsClient.Answer answer = denied("conditional", """
                "matchConditions": [{"name": "never", "expression": "request.operation == 'DELETE'"}],
                "validations": [{"expression": "false"}]""");
        HttpsClient.Answer deletion = admin.delete(CONFIG_MAPS + "/conditional");

        assertThat(answer.code()).isEqualTo(201);
        assertThat(deletion.code()).isEqualTo(422);
        assertThat(deletion.message()).isEqualTo(message("conditional", "failed expression: false"));
    }

    @Test
    void warnsInPlaceOfDenying() {
        HttpsClient.Answer answer = bound(
                "warning",
                "\"validations\": [{\"expression\": \"false\", \"message\": \"take care\"}]",
                "\"validationActions\": [\"Warn\"]");

        assertThat(answer.code()).isEqualTo(201);
        assertThat(answer.header("Warning"))
                .isEqualTo("299 - \"Validation failed for ValidatingAdmissionPolicy 'warning' with binding 'warning':"
                        + " take care\"");
    }

    @Test
    void readsItsParameters() {
        String spec = """
                "paramKind": {"apiVersion": "v1", "kind": "ConfigMap"},
                "validations": [{"expression": "object.data.a == params.data.wanted",
                                 "messageExpression": "'wanted ' + params.data.wanted"}]""";
        HttpsClient.Answer found = bound("params", spec, """
                "validationActions": ["Deny"], "paramRef": {"name": "limits", "parameterNotFoundAction": "Deny"}""");
        HttpsClient.Answer none = bound("params-none", spec, """
                "validationActions": ["Deny"], "paramRef": {"name": "none", "parameterNotFoundAction": "Deny"}""");

        assertThat(found.message()).isEqualTo(message("params", "wanted 5"));
        assertThat(none.message())
                .isEqualTo(message(
                        "params-none",
                        "failed to configure binding: no params found for policy binding with `Deny`"
                                + " parameterNotFoundAction"));
    }

    @Test
    void refusesAPolicyThatDoesNotCompile() {
        HttpsClient.Answer answer = policy("bad", "\"validations\": [{\"expression\": \"nobody\"}]");

        assertThat(answer.code()).isEqualTo(422);
        assertThat(answer.message())
                .startsWith("ValidatingAdmissionPolicy.admissionregistration.k8s.io \"bad\" is invalid:"
                        + " spec.validations[0].expression: Invalid value: \"nobody\": compilation failed: ERROR:"
                        + " <input>:1:1: undeclared reference to 'nobody'");
    }
}
